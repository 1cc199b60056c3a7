import type { App } from 'electron'

/** Lets the last writes finish before the app ends; asked again while it waits, it goes on waiting. */
export function closeBeforeQuit(app: App, close: () => Promise<void>): void {
  let closing: Promise<void> | null = null
  app.on('will-quit', (event) => {
    event.preventDefault()
    closing ??= close().finally(() => app.exit(0))
  })
}
