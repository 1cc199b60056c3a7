import type { App } from 'electron'

/** Waits for the last writes before the app ends. A second request to quit does not interrupt the wait. */
export function closeBeforeQuit(app: App, close: () => Promise<void>): void {
  let closing: Promise<void> | null = null
  app.on('will-quit', (event) => {
    event.preventDefault()
    closing ??= close().finally(() => app.exit(0))
  })
}
