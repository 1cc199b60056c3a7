/** What the stand-in (in the app's process) and the driver (in the test's process, with the browser) tell each other. */

/** From the app to the driver. */
export type AppMessage =
  | { readonly type: 'window'; readonly windowId: number; readonly options: unknown }
  | { readonly type: 'load'; readonly windowId: number; readonly url: string; readonly preload: string }
  | { readonly type: 'closed'; readonly windowId: number }
  | { readonly type: 'send'; readonly windowId: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly type: 'port'; readonly portId: number; readonly data: unknown }
  | { readonly type: 'port-closed'; readonly portId: number }
  | { readonly type: 'answer'; readonly callId: number; readonly value?: unknown; readonly error?: string }
  /** Something the desktop would have shown or done, kept for the test to look at. */
  | { readonly type: 'did'; readonly what: SyncAction; readonly detail: unknown }

export type SyncAction =
  | 'open-external'
  | 'show-item'
  | 'start-drag'
  | 'open-dialog'
  | 'save-dialog'
  | 'message-box'
  | 'error-box'
  | 'focus'
  | 'progress'
  | 'notification'
  | 'reload'
  | 'privileged-schemes'
  | 'enable-sandbox'
  | 'menu'

/** What the driver may ask of the app; each is answered. */
export interface Calls {
  /** A page asks for a file. */
  request: (request: { readonly url: string; readonly method: string; readonly headers: Record<string, string> }) => {
    readonly status: number
    readonly headers: Record<string, string>
    readonly body: Uint8Array
  }
  /** `ipcRenderer.invoke`. `frameUrl` null: the frame is gone. */
  invoke: (
    message: { readonly windowId: number; readonly channel: string; readonly args: readonly unknown[] } & Frame,
  ) => unknown
  /** `ipcRenderer.postMessage` with ports. */
  post: (
    message: { readonly windowId: number; readonly channel: string; readonly portIds: readonly number[] } & Frame,
  ) => void
  portMessage: (message: { readonly portId: number; readonly data: unknown }) => void
  /** A page that is gone closes its ports. */
  portClosed: (portId: number) => void
  menu: (id: string) => void
  /** True when the app keeps the page from going there. */
  navigate: (message: { readonly windowId: number; readonly url: string; readonly redirect: boolean }) => boolean
  /** The same for a frame within the page. */
  navigateFrame: (message: { readonly windowId: number; readonly url: string }) => boolean
  /** True when the app does not let it come. */
  download: (url: string) => boolean
  /** What a page of another origin, loaded into the same session, would get. */
  permissionsOf: (message: { readonly permission: string; readonly url: string }) => {
    readonly request: boolean
    readonly check: boolean
  }
  windowOpen: (message: { readonly windowId: number; readonly url: string }) => string
  attachWebview: (windowId: number) => boolean
  permissions: (permission: string) => { readonly request: boolean; readonly check: boolean; readonly device: boolean }
  /** What the next folder dialog answers. */
  answerDialog: (paths: readonly string[]) => void
  /** The button that message boxes are answered with. */
  answerBox: (button: number) => void
  /** Whether the window is the one in front. */
  setFocus: (focused: boolean) => void
  /** The window's process ends. */
  crash: (message: { readonly windowId: number; readonly reason: string }) => void
  /** macOS hands a link over. */
  openUrl: (url: string) => void
  secondInstance: (data: unknown) => void
  ready: (windowId: number) => void
  quit: () => void
}

export interface Frame {
  readonly frame: { readonly url: string; readonly isMain: boolean } | null
}

export type DriverMessage = {
  [Name in keyof Calls]: { readonly callId: number; readonly name: Name; readonly argument: Parameters<Calls[Name]>[0] }
}[keyof Calls]
