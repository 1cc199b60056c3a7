import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import type { Dialog, IpcMain, IpcMainInvokeEvent, NativeImage, Shell, WebContents } from 'electron'
import { z } from 'zod'
import type { FolderView } from '../../contract/views.ts'
import type { Core } from '../../app.ts'
import { EvencastError } from '../../domain/error.ts'
import { isOurPage } from './page.ts'

interface Desktop {
  readonly ipcMain: IpcMain
  readonly dialog: Dialog
  readonly shell: Shell
  readonly nativeImage: { createFromBuffer(png: Buffer): NativeImage }
  /** Folder in which the first dialog starts. */
  readonly homeDir: string
  readonly logFile: string
}

/** Most files in one drag out of the window. */
const MOST_DRAGGED = 1000

/** Handles requests that need the desktop: choosing folders, drag and drop of files, saving exports, and the file manager. */
export function offerFolders({ ipcMain, dialog, shell, nativeImage, homeDir, logFile }: Desktop, core: Core): void {
  // Dialogs no longer remember their last folder.
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

  // The page names an export by its id; paths stay in this process.
  handle(ipcMain, 'save-download', async (argument): Promise<boolean> => {
    const downloadId = z.string().parse(argument)
    const { filePath, canceled } = await dialog.showSaveDialog({
      title: 'Save the export',
      defaultPath: join(saveDir, core.downloadName(downloadId)),
    })
    if (canceled || filePath === '') return false
    saveDir = dirname(filePath)
    await core.saveDownload(downloadId, filePath)
    return true
  })

  handle(ipcMain, 'file-for-drop', async (argument): Promise<string | null> => {
    const path = z.string().parse(argument)
    const isFile = isAbsolute(path) && (await stat(path).catch(() => null))?.isFile()
    return isFile ? core.grantFile(path) : null
  })

  // The page names images by their ids, and the files are looked up here. The system then takes over the drag.
  handle(ipcMain, 'drag-out', async (argument, sender) => {
    const imageIds = z.array(z.string()).min(1).max(MOST_DRAGGED).parse(argument)
    const files = imageIds.map((imageId) => core.imagePath(imageId))
    const [file = ''] = files
    const icon = nativeImage.createFromBuffer(Buffer.from(await core.dragIcon(imageIds)))
    sender.startDrag({ file, files, icon })
  })

  handle(ipcMain, 'show-log', () => shell.showItemInFolder(logFile))
  handle(ipcMain, 'reveal', (argument) => shell.showItemInFolder(core.imagePath(z.string().parse(argument))))
  handle(ipcMain, 'reveal-export', async (argument) =>
    shell.showItemInFolder(await core.trainingSetPath(z.string().parse(argument))),
  )
}

function handle(ipcMain: IpcMain, channel: string, answer: (argument: unknown, sender: WebContents) => unknown): void {
  ipcMain.handle(channel, ({ sender, senderFrame }: IpcMainInvokeEvent, argument: unknown) => {
    if (!isOurPage(senderFrame)) throw new EvencastError('BAD_INPUT', 'Only the app itself may do this.')
    return answer(argument, sender)
  })
}
