import { Toast } from '@base-ui/react/toast'

export type NoticeLevel = 'info' | 'warning' | 'error'

export const toasts = Toast.createToastManager()

interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

/** Takes a note away that is not true any more. */
export const dismiss = (key: string): void => toasts.close(key)

const SHOWN_MS = { info: 5_000, warning: 12_000, error: 20_000 } as const

/**
 * One sentence in the corner, long enough to be read; the pointer or the focus on it holds it. It takes the place of one with the same
 * `key`.
 */
export function notify(level: NoticeLevel, message: string, action?: NoticeAction, key = message): void {
  const id = toasts.add({
    id: key,
    title: message,
    type: level,
    timeout: SHOWN_MS[level],
    ...(action && {
      actionProps: {
        children: action.label,
        onClick: () => {
          toasts.close(id)
          action.run()
        },
      },
    }),
  })
}
