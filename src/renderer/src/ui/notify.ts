import { Toast } from '@base-ui/react/toast'

export type NoticeLevel = 'info' | 'warning' | 'error'

export const toasts = Toast.createToastManager()

interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

/** One sentence in the corner; errors stay until they are closed. */
export function notify(level: NoticeLevel, message: string, action?: NoticeAction): void {
  const id = toasts.add({
    id: message,
    title: message,
    type: level,
    timeout: level === 'error' ? 0 : level === 'warning' ? 12_000 : 5_000,
    priority: level === 'error' ? 'high' : 'low',
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
