import type { Dialog } from 'electron'
import type { Settings } from '../../contract/settings.ts'
import { messageOf } from '../../domain/error.ts'

/**
 * The part of electron-updater that we use. It checks an update's hash and the system's signature, and downloads only the changed parts.
 */
export interface Updater {
  autoDownload: boolean
  autoInstallOnAppQuit: boolean
  checkForUpdates(): Promise<{
    readonly isUpdateAvailable: boolean
    readonly updateInfo: { readonly version: string; readonly releaseNotes?: unknown }
  } | null>
  downloadUpdate(): Promise<unknown>
  quitAndInstall(): void
}

export interface UpdatePorts {
  /** Loads the updater, only after the user has agreed to updates. */
  readonly load: () => Promise<Updater>
  readonly dialog: Pick<Dialog, 'showMessageBox'>
  readonly agreed: () => Settings['updates']
  /** Returns true while images are being worked on; then nothing is checked, downloaded or asked. */
  readonly isBusy: () => boolean
  readonly warn: (error: unknown) => void
}

const MOST_NOTES = 1500

/** Converts the service's release notes from HTML to plain text. */
export function plainNotes(notes: unknown): string {
  if (typeof notes !== 'string') return ''
  const text = notes
    .replaceAll(/<li>/g, '• ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
  return text.length > MOST_NOTES ? `${text.slice(0, MOST_NOTES)}…` : text
}

/**
 * Returns a function that checks once for a new version; call it periodically. It does nothing unless the user has agreed to updates and
 * the app is idle. It shows what is new, and asks before downloading and again before restarting. A declined version is not offered again
 * until the app restarts.
 */
export function createUpdates({ load, dialog, agreed, isBusy, warn }: UpdatePorts): () => Promise<void> {
  const declined = new Set<string>()
  let looking = false
  let waiting: Updater | null = null
  let restartDeclined = false
  const mayGoOn = (): boolean => agreed() === 'on' && !isBusy()
  const ask = async (message: string, detail: string, yes: string): Promise<boolean> => {
    const buttons = [yes, 'Later']
    return (
      (await dialog.showMessageBox({ type: 'info', message, detail, buttons, defaultId: 0, cancelId: 1 })).response ===
      0
    )
  }

  async function find(): Promise<Updater | null> {
    const updater = await load()
    updater.autoDownload = false
    updater.autoInstallOnAppQuit = false
    const found = await updater.checkForUpdates()
    if (!found?.isUpdateAvailable || declined.has(found.updateInfo.version)) return null
    const { version, releaseNotes } = found.updateInfo
    if (!(await ask(`Evencast ${version} is available.`, plainNotes(releaseNotes), 'Download'))) {
      declined.add(version)
      return null
    }
    try {
      await updater.downloadUpdate()
      return updater
    } catch (error) {
      warn(messageOf(error))
      await dialog.showMessageBox({
        type: 'warning',
        message: `Evencast ${version} could not be downloaded: check the connection and the free space on the disk; it is offered again later.`,
      })
      return null
    }
  }

  return async () => {
    if (looking || !mayGoOn()) return
    looking = true
    try {
      waiting ??= await find()
      // A run may have begun meanwhile. The question then waits for the next check.
      if (!waiting || restartDeclined || !mayGoOn()) return
      const installer = waiting
      const yes = await ask('The new version is ready.', 'Evencast restarts to install it.', 'Restart now')
      // A run may also have begun while the dialog was open.
      if (!yes) restartDeclined = true
      else if (mayGoOn()) installer.quitAndInstall()
    } catch (error) {
      // Being offline, or a release without a package for this system, needs no action by the user.
      warn(messageOf(error))
    } finally {
      looking = false
    }
  }
}
