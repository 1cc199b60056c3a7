import type { Dialog, RenderProcessGoneDetails, Shell } from 'electron'

interface Desktop {
  readonly dialog: Pick<Dialog, 'showMessageBox'>
  readonly shell: Pick<Shell, 'showItemInFolder'>
  readonly logFile: string
  readonly reload: () => void
  readonly quit: () => void
}

/**
 * Asks what to do after the process of a window ended. The main process still runs, so the window can be shown again. The dialog names the
 * log.
 */
export async function afterCrash(
  { reason }: Pick<RenderProcessGoneDetails, 'reason'>,
  { dialog, shell, logFile, reload, quit }: Desktop,
): Promise<void> {
  if (reason === 'clean-exit') return
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: reason === 'oom' ? 'The window ran out of memory.' : 'The window stopped working.',
    detail: `Your images and everything you did are safe, and a run continues. What happened is in the log:\n${logFile}`,
    buttons: ['Show the window again', 'Show the log', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response === 2) return quit()
  if (response === 1) shell.showItemInFolder(logFile)
  reload()
}
