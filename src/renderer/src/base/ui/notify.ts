import { Toast } from '@base-ui/react/toast'

export type NoticeLevel = 'info' | 'warning' | 'error'

export const toasts = Toast.createToastManager()

interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

/** Removes a notification that no longer applies. */
export const dismiss = (key: string): void => toasts.close(key)

const SHOWN_MS = { info: 5_000, warning: 12_000, error: 20_000 } as const

/**
 * Shows one sentence in the corner for as long as it takes to read; hover or focus keeps it open. Replaces a notification with the same
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
