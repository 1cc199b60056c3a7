import { connectFleet } from '../connect-fleet.ts'
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron'
import type { MenuCommand } from '../../contract/menu.ts'
import { messageOf } from '../../domain/error.ts'
import { createLog } from '../log.ts'
import { placesOf } from '../places.ts'
import { type Asked, askedFor } from './arguments.ts'
import { createAttention } from './attention.ts'
import { createBusy } from './busy.ts'
import { afterCrash } from './crash.ts'
import { LINK_SCHEME } from './deep-link.ts'
import { keyRing } from './key-ring.ts'
import { menuTemplate } from './menu.ts'
import { createOpener } from './opener.ts'
import { isOurUrl, START_URL } from './page.ts'
import { registerScheme, serveApp } from './protocol.ts'
import { acceptPorts } from './rpc.ts'
import { confineContents, denyPermissions } from './security.ts'
import { closeBeforeQuit } from './shutdown.ts'
import { createUpdates } from './updates.ts'
import { windowOptions } from './window.ts'
import { placed, readWindowState, rememberWindow } from './window-state.ts'

/** Delay of the first check for updates, so that it does not slow down the start. */
const FIRST_CHECK_MS = 20_000
const NEXT_CHECK_MS = 6 * 3_600_000

const { env, argv, platform } = process
const places = placesOf(import.meta.dirname, env)
const asked = askedFor(argv, app.isPackaged, process.cwd())

registerScheme(protocol)
app.enableSandbox()

// Each user runs one instance: a second start passes its arguments to the first and quits.
if (app.requestSingleInstanceLock({ ...asked })) start().catch(failToStart)
else app.quit()

async function start(): Promise<void> {
  const behind = import('./behind-window.ts')
  confineContents(app, shell)
  // macOS passes folders and links by events, others by arguments. The first event comes before the app is ready.
  const opening = Promise.withResolvers<ReturnType<typeof createOpener>>()
  const open = (what: Asked) => void opening.promise.then((opener) => opener.asked(what))
  app.on('open-url', (event, link) => {
    event.preventDefault()
    open({ folder: null, link })
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open({ folder: path, link: null })
  })
  const front = () => BrowserWindow.getAllWindows()[0]
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const window = front()
    if (window?.isMinimized()) window.restore()
    window?.focus()
    void behind.then(({ secondStart }) => {
      const second = secondStart(data)
      if (second) open(second)
    })
  })
  const log = createLog(places.logFile, env)
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the app stopped')
    failToGoOn(error)
  })
  const ready = app.whenReady()
  const cipher = keyRing(safeStorage, platform, ready)
  const making = behind.then(({ createCore, decoderProcess }) =>
    createCore({
      ...places,
      env,
      log,
      cipher,
      startDecoder: decoderProcess(utilityProcess, places.decoderFile),
      connectFleet,
    }),
  )
  // Errors are reported below, where the core is awaited.
  making.catch(() => {})
  const answering = Promise.withResolvers<InstanceType<Awaited<typeof behind>['RPCHandler']>>()
  await ready
  denyPermissions(session.defaultSession)
  const { logFile, uiDir } = places
  const devServer = app.isPackaged ? undefined : env.ELECTRON_RENDERER_URL
  serveApp(protocol, uiDir, async (request) => (await making).fetch(request), devServer)
  acceptPorts(ipcMain, answering.promise)
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
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) void openWindow()
  })
  // A window that waits for its last edits cancels quitting and closes a moment later, so the app must quit then.
  let quitting = false
  app.on('before-quit', () => {
    quitting = true
  })
  app.on('window-all-closed', () => {
    if (platform !== 'darwin' || quitting) app.quit()
  })
  app.on('render-process-gone', (_event, contents, details) => {
    log.error({ details }, 'The window process ended')
    // The window may have been closed while the dialog was open.
    const reload = () => {
      if (!contents.isDestroyed()) contents.reload()
    }
    void afterCrash(details, { dialog, shell, logFile, reload, quit: () => app.quit() })
  })
  closeBeforeQuit(app, async () => {
    await windowSaved()
    await (await making).close()
  })

  // The page loads in parallel with the rest of the program, and its calls are answered once that is loaded.
  const shown = openWindow()
  const [{ RPCHandler, createRouter, offerFolders }, core] = await Promise.all([behind, making])
  offerFolders({ ipcMain, dialog, shell, nativeImage, homeDir: app.getPath('home'), logFile }, core)
  const attention = createAttention({ window: front, notification: (options) => new Notification(options) })
  const busy = createBusy()
  core.subscribe((event) => {
    attention(event)
    busy.note(event)
  })

  const opener = createOpener(dialog, (path) => core.open(path))
  if (asked.folder) await opener.asked({ folder: asked.folder, link: null })
  answering.resolve(new RPCHandler(createRouter(core)))
  await shown
  opening.resolve(opener)
  if (asked.link) await opener.asked(asked)
  if (!app.isPackaged) return
  app.setAsDefaultProtocolClient(LINK_SCHEME)
  const checkForUpdates = createUpdates({
    load: async () => (await import('electron-updater')).default.autoUpdater,
    dialog,
    agreed: () => core.settings().values.updates,
    isBusy: busy.is,
    warn: (error) => log.warn({ error }, 'no update was found'),
  })
  setTimeout(() => void checkForUpdates(), FIRST_CHECK_MS).unref()
  setInterval(() => void checkForUpdates(), NEXT_CHECK_MS).unref()
}

function sendToPage(command: MenuCommand): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  if (window && isOurUrl(window.webContents.getURL())) window.webContents.send('menu', command)
}

function failToStart(error: unknown): void {
  dialog.showErrorBox('Evencast could not start', messageOf(error))
  app.exit(1)
}

function failToGoOn(error: unknown): void {
  dialog.showErrorBox(
    'Evencast stopped',
    `${messageOf(error)}\n\nNothing is lost: what was under way is finished at the next start. The log: ${places.logFile}`,
  )
  app.exit(1)
}
