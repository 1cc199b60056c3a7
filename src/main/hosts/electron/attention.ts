import type { BrowserWindow, Notification } from 'electron'
import type { Event } from '../../contract/event.ts'
import type { RunView } from '../../contract/views.ts'

const isUnderWay = ({ state }: RunView): boolean => state === 'running' || state === 'cancelling'

interface Desktop {
  readonly window: () => Pick<BrowserWindow, 'setProgressBar' | 'isFocused' | 'show' | 'focus'> | undefined
  readonly notification: (options: { title: string; body: string }) => Pick<Notification, 'show' | 'on'>
}

/**
 * Shows a run's progress on the dock or the taskbar, and notifies of its result when the window is not in front. Call the returned function
 * with each event of the core.
 */
export function createAttention({ window, notification }: Desktop): (event: Event) => void {
  const followed = new Set<string>()

  function end({ state, reached, failures }: RunView): void {
    if (window()?.isFocused()) return
    const title = state === 'failed' ? 'The run ended with failed steps' : 'The run is done'
    const count = failures.length
    const failed = count > 0 ? `${count} ${count === 1 ? 'step' : 'steps'} failed.` : ''
    const shown = notification({ title, body: [reached?.text ?? '', failed].filter(Boolean).join(' ') })
    shown.on('click', () => {
      window()?.show()
      window()?.focus()
    })
    shown.show()
  }

  return (event) => {
    if (event.type === 'library') followed.clear()
    if (event.type !== 'run') return
    const { run } = event
    if (isUnderWay(run)) {
      followed.add(run.runId)
      window()?.setProgressBar(run.total > 0 ? run.done / run.total : 2)
    } else if (followed.delete(run.runId)) {
      window()?.setProgressBar(-1)
      if (run.state === 'done' || run.state === 'failed') end(run)
    }
  }
}
