/**
 * The part of Electron's API that our entry uses, for running the built entry where Electron itself cannot be installed. A window is a page
 * in a Chromium that the test drives; this side does everything else and talks to the driver over the process's IPC channel. It is strict
 * where Electron is strict: schemes before ready, one handler per channel, no IPC from destroyed frames.
 */
import { fork } from 'node:child_process'
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import type { AppMessage, Calls, SyncAction, DriverMessage, Frame } from './messages.ts'

const tell = (message: AppMessage): void => void process.send?.(message)
const did = (what: SyncAction, detail: unknown = null): void => tell({ type: 'did', what, detail })

/** An event with `preventDefault`, as in Electron. */
const preventable = <T extends object>(fields: T) => {
  const event = { ...fields, defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) }
  return event
}

/** A Node process in place of Chromium's utility process. */
export const utilityProcess = {
  fork(file: string, args: readonly string[], { env, execArgv }: { env: NodeJS.ProcessEnv; execArgv: string[] }) {
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const
    // Reads modules from the archive as the app's own process does, but without the Electron stand-in.
    const imports = process.execArgv.filter((given) => given.includes('/asar.ts?')).flatMap((url) => ['--import', url])
    const child = fork(file, args, {
      env,
      execArgv: [...imports, ...execArgv],
      serialization: 'advanced',
      stdio: [...stdio],
    })
    return Object.assign(child, { postMessage: (message: object) => void child.send(message) })
  },
}

class App extends EventEmitter {
  readonly isPackaged = false
  #ready = false
  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    did('enable-sandbox')
  }
  isReady(): boolean {
    return this.#ready
  }
  async whenReady(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0))
    this.#ready = true
  }
  requestSingleInstanceLock(): boolean {
    return !process.env.STAND_IN_LOCKED
  }
  getPath(): string {
    return homedir()
  }
  quit(): void {
    const asked = preventable({})
    this.emit('before-quit', asked)
    if (asked.defaultPrevented) return
    for (const window of BrowserWindow.getAllWindows()) window.close(false)
    const last = preventable({})
    this.emit('will-quit', last)
    if (!last.defaultPrevented) this.exit(0)
  }
  exit(code: number): void {
    // Messages that are already sent leave first.
    setImmediate(() => process.exit(code))
  }
}
export const app = new App()

type SchemeHandler = (request: Request) => Promise<Response>
const schemes = new Map<string, SchemeHandler>()
const privileged = new Set<string>()
export const protocol = {
  registerSchemesAsPrivileged(list: readonly { readonly scheme: string; readonly privileges: object }[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of list) privileged.add(scheme)
    did('privileged-schemes', list)
  },
  handle(scheme: string, handler: SchemeHandler): void {
    if (!app.isReady()) throw new Error('protocol.handle needs a ready app')
    if (!privileged.has(scheme)) throw new Error(`${scheme} was not registered as privileged`)
    schemes.set(scheme, handler)
  },
}

const invokeHandlers = new Map<string, (event: object, ...args: readonly unknown[]) => unknown>()
class IpcMain extends EventEmitter {
  handle(channel: string, handler: (event: object, ...args: readonly unknown[]) => unknown): void {
    if (invokeHandlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    invokeHandlers.set(channel, handler)
  }
}
export const ipcMain = new IpcMain()

class MessagePortMain extends EventEmitter {
  readonly #portId: number
  #started = false
  #waiting: unknown[] = []
  constructor(portId: number) {
    super()
    this.#portId = portId
  }
  postMessage(data: unknown): void {
    tell({ type: 'port', portId: this.#portId, data })
  }
  start(): void {
    this.#started = true
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] })
  }
  deliver(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] })
    else this.#waiting.push(data)
  }
  close(): void {
    tell({ type: 'port-closed', portId: this.#portId })
    this.emit('close')
  }
}
const ports = new Map<number, MessagePortMain>()

type OpenHandler = (details: { readonly url: string }) => { readonly action: string }
class WebContents extends EventEmitter {
  readonly windowId: number
  url = ''
  openHandler: OpenHandler = () => ({ action: 'allow' })
  constructor(windowId: number) {
    super()
    this.windowId = windowId
  }
  getURL(): string {
    return this.url
  }
  send(channel: string, ...args: readonly unknown[]): void {
    tell({ type: 'send', windowId: this.windowId, channel, args })
  }
  startDrag(item: { readonly files: readonly string[]; readonly icon: { readonly png: Buffer } }): void {
    if (item.icon.png.length === 0) throw new Error('Must specify non-empty icon option')
    did('start-drag', { files: item.files, icon: item.icon.png.toString('latin1', 1, 4) })
  }
  isDestroyed(): boolean {
    return !windows.has(this.windowId)
  }
  reload(): void {
    did('reload', this.windowId)
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }
}

interface WindowOptions {
  readonly x?: number
  readonly y?: number
  readonly width?: number
  readonly height?: number
  readonly webPreferences: { readonly preload: string }
}
const windows = new Map<number, BrowserWindow>()
let lastWindowId = 0
let windowInFront = true

export class BrowserWindow extends EventEmitter {
  readonly id = ++lastWindowId
  readonly webContents = new WebContents(this.id)
  readonly #options: WindowOptions
  constructor(options: WindowOptions) {
    super()
    this.#options = options
    windows.set(this.id, this)
    tell({ type: 'window', windowId: this.id, options })
    app.emit('web-contents-created', {}, this.webContents)
  }
  static getAllWindows = (): BrowserWindow[] => [...windows.values()]
  static getFocusedWindow = (): BrowserWindow | null => windows.values().next().value ?? null
  async loadURL(url: string): Promise<void> {
    this.webContents.url = url
    tell({ type: 'load', windowId: this.id, url, preload: readFileSync(this.#options.webPreferences.preload, 'utf8') })
    await new Promise<void>((resolve) => this.webContents.once('did-finish-load', resolve))
  }
  getNormalBounds() {
    const { x = 0, y = 0, width = 800, height = 600 } = this.#options
    return { x, y, width, height }
  }
  isFocused = () => windowInFront
  setProgressBar(fraction: number): void {
    did('progress', fraction)
  }
  isMaximized = () => false
  isMinimized = () => false
  maximize(): void {}
  restore(): void {}
  show(): void {}
  focus(): void {
    did('focus', this.id)
  }
  close(quitWhenLast = true): void {
    this.emit('close', preventable({}))
    windows.delete(this.id)
    this.emit('closed')
    tell({ type: 'closed', windowId: this.id })
    if (quitWhenLast && windows.size === 0) app.emit('window-all-closed')
  }
}

let dialogAnswer: readonly string[] = []
let boxAnswer = 0
export const dialog = {
  async showOpenDialog(options: object) {
    did('open-dialog', options)
    return { canceled: dialogAnswer.length === 0, filePaths: [...dialogAnswer] }
  },
  async showSaveDialog(options: object) {
    did('save-dialog', options)
    return { canceled: dialogAnswer.length === 0, filePath: dialogAnswer[0] ?? '' }
  },
  async showMessageBox(options: object) {
    did('message-box', options)
    return { response: boxAnswer, checkboxChecked: false }
  },
  showErrorBox(title: string, content: string): void {
    did('error-box', { title, content })
  },
}

export class Notification extends EventEmitter {
  readonly #options: object
  constructor(options: object) {
    super()
    this.#options = options
  }
  show(): void {
    did('notification', this.#options)
  }
}

export const shell = {
  async openExternal(url: string): Promise<void> {
    did('open-external', url)
  },
  showItemInFolder(path: string): void {
    did('show-item', path)
  },
}

interface MenuItem {
  readonly id?: string
  readonly label?: string
  readonly click?: () => void
  readonly submenu?: readonly MenuItem[]
}
let menu: readonly MenuItem[] = []
export const Menu = {
  buildFromTemplate: (template: readonly MenuItem[]): readonly MenuItem[] => template,
  setApplicationMenu(items: readonly MenuItem[]): void {
    menu = items
    did(
      'menu',
      menu.map(({ label, submenu }) => ({ label, items: submenu?.map((item) => item.label ?? '') })),
    )
  },
}

type Permit = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { readonly requestingUrl: string },
) => void
// Electron grants every permission when no handler is set.
let permit: Permit = (_contents, _permission, answer) => answer(true)
let check: (contents: unknown, permission: string, origin: string) => boolean = () => true
let device: () => boolean = () => true
const ofSession = new EventEmitter()
export const session = {
  defaultSession: {
    on: (name: string, listener: (...args: unknown[]) => void) => void ofSession.on(name, listener),
    setPermissionRequestHandler: (handler: Permit) => void (permit = handler),
    setPermissionCheckHandler: (handler: typeof check) => void (check = handler),
    setDevicePermissionHandler: (handler: typeof device) => void (device = handler),
  },
}

/**
 * The asynchronous half of safeStorage without a key ring. STAND_IN_KEY_RING is the key ring's password; without it, this acts as Linux's
 * `basic_text`, which encrypts with a publicly known password. Text encrypted with another key cannot be decrypted.
 */
const BASIC_PASSWORD = 'peanuts'
const cipherKey = (password: string) => scryptSync(password, 'saltysalt', 32)
const readySafely = (): void => {
  if (!app.isReady()) throw new Error('safeStorage cannot be used before app is ready')
}
export const safeStorage = {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => {
    readySafely()
    return !process.env.STAND_IN_NO_ENCRYPTION
  },
  getSelectedStorageBackend: (): string =>
    app.isReady() ? (process.env.STAND_IN_KEY_RING ? 'gnome_libsecret' : 'basic_text') : 'unknown',
  async encryptStringAsync(plainText: string): Promise<Buffer> {
    readySafely()
    const password = process.env.STAND_IN_KEY_RING
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', cipherKey(password ?? BASIC_PASSWORD), iv)
    const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.from(password ? 'v11' : 'v10'), iv, cipher.getAuthTag(), sealed])
  },
  async decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    readySafely()
    const basic = encrypted.subarray(0, 3).toString() === 'v10'
    const password = basic ? BASIC_PASSWORD : process.env.STAND_IN_KEY_RING
    if (!password) throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.')
    const decipher = createDecipheriv('aes-256-gcm', cipherKey(password), encrypted.subarray(3, 15))
    decipher.setAuthTag(encrypted.subarray(15, 31))
    const result = Buffer.concat([decipher.update(encrypted.subarray(31)), decipher.final()]).toString('utf8')
    return { result, shouldReEncrypt: basic && process.env.STAND_IN_KEY_RING !== undefined }
  },
}

export const nativeImage = { createFromBuffer: (png: Buffer) => ({ png }) }

export const nativeTheme = { shouldUseDarkColors: false }
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1440, height: 900 } }] }

function windowOf(windowId: number): BrowserWindow {
  const window = windows.get(windowId)
  if (!window) throw new Error(`There is no window ${windowId}`)
  return window
}

const senderFrame = ({ frame }: Frame) => frame && { url: frame.url, parent: frame.isMain ? null : {} }

const calls: {
  [Name in keyof Calls]: (
    argument: Parameters<Calls[Name]>[0],
  ) => ReturnType<Calls[Name]> | Promise<ReturnType<Calls[Name]>>
} = {
  async request({ url, method, headers }) {
    const handler = schemes.get(new URL(url).protocol.slice(0, -1))
    if (!handler) throw new Error(`Nothing handles ${url}`)
    const response = await handler(new Request(url, { method, headers }))
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    }
  },
  async invoke(message) {
    const handler = invokeHandlers.get(message.channel)
    if (!handler) throw new Error(`No handler registered for '${message.channel}'`)
    return handler(
      { sender: windowOf(message.windowId).webContents, senderFrame: senderFrame(message) },
      ...message.args,
    )
  },
  post(message) {
    const received = message.portIds.map((portId) => {
      const port = new MessagePortMain(portId)
      ports.set(portId, port)
      return port
    })
    ipcMain.emit(message.channel, {
      ports: received,
      sender: windowOf(message.windowId).webContents,
      senderFrame: senderFrame(message),
    })
  },
  portMessage: ({ portId, data }) => ports.get(portId)?.deliver(data),
  portClosed(portId) {
    ports.get(portId)?.emit('close')
    ports.delete(portId)
  },
  menu(id) {
    const find = (items: readonly MenuItem[]): MenuItem | undefined =>
      items.flatMap((item) => [item, ...(item.submenu ?? [])]).find((item) => item.id === id)
    const item = find(menu)
    if (!item?.click) throw new Error(`The menu has no "${id}"`)
    item.click()
  },
  navigate({ windowId, url, redirect }) {
    const details = preventable({ url })
    windowOf(windowId).webContents.emit(redirect ? 'will-redirect' : 'will-navigate', details)
    return details.defaultPrevented
  },
  navigateFrame({ windowId, url }) {
    const details = preventable({ url })
    windowOf(windowId).webContents.emit('will-frame-navigate', details)
    return details.defaultPrevented
  },
  download(url) {
    const event = preventable({})
    ofSession.emit('will-download', event, { getURL: () => url })
    return event.defaultPrevented
  },
  permissionsOf({ permission, url }) {
    let request = false
    permit({ getURL: () => url }, permission, (granted) => void (request = granted), { requestingUrl: url })
    return { request, check: check(null, permission, url) }
  },
  windowOpen: ({ windowId, url }) => windowOf(windowId).webContents.openHandler({ url }).action,
  attachWebview(windowId) {
    const event = preventable({})
    windowOf(windowId).webContents.emit('will-attach-webview', event)
    return event.defaultPrevented
  },
  permissions(permission) {
    const [contents] = BrowserWindow.getAllWindows().map((window) => window.webContents)
    let request = false
    const url = contents?.getURL() ?? ''
    permit(contents, permission, (granted) => void (request = granted), { requestingUrl: url })
    return { request, check: check(contents, permission, url), device: device() }
  },
  answerBox: (button) => void (boxAnswer = button),
  setFocus: (focused) => void (windowInFront = focused),
  crash: ({ windowId, reason }) =>
    void app.emit('render-process-gone', {}, windowOf(windowId).webContents, { reason, exitCode: 1 }),
  openUrl: (url) => void app.emit('open-url', preventable({}), url),
  answerDialog: (paths) => void (dialogAnswer = paths),
  secondInstance: (data) => void app.emit('second-instance', {}, [], '', data),
  ready(windowId) {
    const window = windowOf(windowId)
    window.emit('ready-to-show')
    window.webContents.emit('did-finish-load')
  },
  quit: () => app.quit(),
}

async function answer<Name extends keyof Calls>(name: Name, argument: Parameters<Calls[Name]>[0]): Promise<unknown> {
  return calls[name](argument)
}

process.on('message', ({ callId, name, argument }: DriverMessage) => {
  answer(name, argument).then(
    (value) => tell({ type: 'answer', callId, value }),
    (error: unknown) => tell({ type: 'answer', callId, error: error instanceof Error ? error.message : String(error) }),
  )
})
// The app exits when the test's process is gone.
process.on('disconnect', () => process.exit(1))
