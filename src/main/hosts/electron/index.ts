import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron'
import { z } from 'zod'
import type { MenuCommand } from '../../contract/menu.ts'
import { createCore } from '../../app.ts'
import { messageOf } from '../../domain/error.ts'
import { createRouter } from '../../router.ts'
import { createLog } from '../log.ts'
import { placesOf } from '../places.ts'
import { folderArgument } from './arguments.ts'
import { decoderProcess } from './decoder-process.ts'
import { offerFolders } from './folders.ts'
import { keyRing } from './key-ring.ts'
import { menuTemplate } from './menu.ts'
import { isOurUrl, START_URL } from './page.ts'
import { registerScheme, serveApp } from './protocol.ts'
import { acceptPorts } from './rpc.ts'
import { confineContents, denyPermissions } from './security.ts'
import { closeBeforeQuit } from './shutdown.ts'
import { windowOptions } from './window.ts'
import { placed, readWindowState, rememberWindow } from './window-state.ts'

/** What a second start hands to the first. */
const SecondStart = z.object({ folder: z.string().nullable() })

const { env, argv, platform } = process
const places = placesOf(import.meta.dirname, env)
const folder = folderArgument(argv, app.isPackaged, process.cwd())

registerScheme(protocol)
app.enableSandbox()

// One app per user: a second start hands its folder to the first and ends.
if (app.requestSingleInstanceLock({ folder })) start().catch(failToStart)
else app.quit()

async function start(): Promise<void> {
  confineContents(app, shell)
  const log = createLog(places.configDir, env)
  const ready = app.whenReady()
  const startDecoder = decoderProcess(utilityProcess, places.decoderFile)
  const cipher = keyRing(safeStorage, platform, ready)
  const [core] = await Promise.all([createCore({ ...places, env, log, cipher, startDecoder }), ready])
  denyPermissions(session.defaultSession)
  serveApp(protocol, (request) => core.fetch(request), app.isPackaged ? undefined : env.ELECTRON_RENDERER_URL)
  acceptPorts(ipcMain, createRouter(core))
  offerFolders({ ipcMain, dialog, shell, nativeImage, homeDir: app.getPath('home') }, core)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, app.isPackaged, sendToPage)))

  const stateFile = join(places.configDir, 'window.json')
  let windowSaved = async () => {}
  const openWindow = async () => {
    const state = await readWindowState(stateFile)
    const bounds = placed(
      state,
      screen.getAllDisplays().map((display) => display.workArea),
    )
    const window = new BrowserWindow(
      windowOptions(places.preloadFile, bounds, platform, nativeTheme.shouldUseDarkColors),
    )
    windowSaved = rememberWindow(window, stateFile)
    window.once('ready-to-show', () => {
      if (state?.maximized) window.maximize()
      window.show()
    })
    await window.loadURL(START_URL)
  }
  const openFolder = async (path: string) => {
    try {
      await core.open(path)
    } catch (error) {
      await dialog.showMessageBox({
        type: 'error',
        message: 'The folder could not be opened.',
        detail: messageOf(error),
      })
    }
  }

  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
    const asked = SecondStart.safeParse(data).data?.folder
    if (asked) void openFolder(asked)
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) void openWindow()
  })
  // A window that waits for its last edits breaks quitting off, and closes a moment later.
  let quitting = false
  app.on('before-quit', () => {
    quitting = true
  })
  app.on('window-all-closed', () => {
    if (platform !== 'darwin' || quitting) app.quit()
  })
  app.on('render-process-gone', (_event, _contents, details) => log.error({ details }, 'The window process ended'))
  closeBeforeQuit(app, async () => {
    await windowSaved()
    await core.close()
  })

  if (folder) await openFolder(folder)
  await openWindow()
}

function sendToPage(command: MenuCommand): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  if (window && isOurUrl(window.webContents.getURL())) window.webContents.send('menu', command)
}

function failToStart(error: unknown): void {
  dialog.showErrorBox('Evencast could not start', messageOf(error))
  app.exit(1)
}
