/** Messages between the stand-in (in the app's process) and the driver (in the test's process, with the browser). */

/** From the app to the driver. */
export type AppMessage =
  | { readonly type: 'window'; readonly windowId: number; readonly options: unknown }
  | { readonly type: 'load'; readonly windowId: number; readonly url: string; readonly preload: string }
  | { readonly type: 'closed'; readonly windowId: number }
  | { readonly type: 'send'; readonly windowId: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly type: 'port'; readonly portId: number; readonly data: unknown }
  | { readonly type: 'port-closed'; readonly portId: number }
  | { readonly type: 'answer'; readonly callId: number; readonly value?: unknown; readonly error?: string }
  /** An effect on the desktop, recorded for the test. */
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

/** Calls from the driver to the app; each is answered. */
export interface Calls {
  /** A page requests a file. */
  request: (request: { readonly url: string; readonly method: string; readonly headers: Record<string, string> }) => {
    readonly status: number
    readonly headers: Record<string, string>
    readonly body: Uint8Array
  }
  /** `ipcRenderer.invoke`. `frameUrl` is null when the frame is gone. */
  invoke: (
    message: { readonly windowId: number; readonly channel: string; readonly args: readonly unknown[] } & Frame,
  ) => unknown
  /** `ipcRenderer.postMessage` with ports. */
  post: (
    message: { readonly windowId: number; readonly channel: string; readonly portIds: readonly number[] } & Frame,
  ) => void
  portMessage: (message: { readonly portId: number; readonly data: unknown }) => void
  /** Closes a port of a page that is gone. */
  portClosed: (portId: number) => void
  menu: (id: string) => void
  /** Answers true when the app prevents the navigation. */
  navigate: (message: { readonly windowId: number; readonly url: string; readonly redirect: boolean }) => boolean
  /** Answers true when the app prevents the navigation of a frame within the page. */
  navigateFrame: (message: { readonly windowId: number; readonly url: string }) => boolean
  /** Answers true when the app prevents the download. */
  download: (url: string) => boolean
  /** Answers the permissions of a page of another origin in the same session. */
  permissionsOf: (message: { readonly permission: string; readonly url: string }) => {
    readonly request: boolean
    readonly check: boolean
  }
  windowOpen: (message: { readonly windowId: number; readonly url: string }) => string
  attachWebview: (windowId: number) => boolean
  permissions: (permission: string) => { readonly request: boolean; readonly check: boolean; readonly device: boolean }
  /** Sets the paths that the next folder dialog returns. */
  answerDialog: (paths: readonly string[]) => void
  /** Sets the button that message boxes return. */
  answerBox: (button: number) => void
  /** Sets whether the window has the focus. */
  setFocus: (focused: boolean) => void
  /** Ends the window's renderer process. */
  crash: (message: { readonly windowId: number; readonly reason: string }) => void
  /** Opens a link as macOS does. */
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
