import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import type { Dialog, IpcMain, IpcMainInvokeEvent, Shell } from 'electron'
import { z } from 'zod'
import type { FolderView } from '../../contract/views.ts'
import type { Core } from '../../core.ts'
import { EvencastError } from '../../domain/error.ts'
import { isOurPage } from './page.ts'

interface Desktop {
  readonly ipcMain: IpcMain
  readonly dialog: Dialog
  readonly shell: Shell
  /** Where the first folder dialog starts. */
  readonly homeDir: string
}

/** What needs the desktop: choosing folders, folders dropped on the window, saving exports, and showing an image in the file manager. */
export function offerFolders({ ipcMain, dialog, shell, homeDir }: Desktop, core: Core): void {
  // Dialogs no longer remember where they were.
  let startDir = homeDir
  let saveDir = homeDir

  handle(ipcMain, 'pick-folder', async () => {
    const { filePaths } = await dialog.showOpenDialog({
      title: 'Open a library, an actor or a folder of images',
      defaultPath: startDir,
      properties: ['openDirectory'],
    })
    const [path] = filePaths
    if (path === undefined) return null
    startDir = dirname(path)
    return core.grantFolder(path)
  })

  handle(ipcMain, 'folder-for-drop', async (argument): Promise<FolderView | null> => {
    const path = z.string().parse(argument)
    const isFolder = isAbsolute(path) && (await stat(path).catch(() => null))?.isDirectory()
    return isFolder ? core.grantFolder(path) : null
  })

  // The page names an export by its id; the path stays here.
  handle(ipcMain, 'save-export', async (argument): Promise<boolean> => {
    const exportId = z.string().parse(argument)
    const { filePath, canceled } = await dialog.showSaveDialog({
      title: 'Save the export',
      defaultPath: join(saveDir, core.exportName(exportId)),
    })
    if (canceled || filePath === '') return false
    saveDir = dirname(filePath)
    await core.saveExport(exportId, filePath)
    return true
  })

  handle(ipcMain, 'reveal', (argument) => shell.showItemInFolder(core.imagePath(z.string().parse(argument))))
}

function handle(ipcMain: IpcMain, channel: string, answer: (argument: unknown) => unknown): void {
  ipcMain.handle(channel, ({ senderFrame }: IpcMainInvokeEvent, argument: unknown) => {
    if (!isOurPage(senderFrame)) throw new EvencastError('BAD_INPUT', 'Only the app itself may ask for this.')
    return answer(argument)
  })
}
