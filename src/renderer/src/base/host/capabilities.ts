import type { FolderView } from '../../../../main/contract/views.ts'
import './desktop.ts'

/** What this host can do beyond the contract. Components ask for a capability, never for the host's name. */
export interface Capabilities {
  readonly pickFolder: (() => ReturnType<NonNullable<Window['desktop']>['pickFolder']>) | null
  readonly folderForDrop: NonNullable<Window['desktop']>['folderForDrop'] | null
  /** Resolves a typed path to a folder on hosts without a folder dialog. Throws a sentence for the user. */
  readonly folderForPath: ((path: string) => Promise<FolderView>) | null
  /** Returns an id by which a dropped file can be added, or null when the drop is not a file. Throws a sentence for the user. */
  readonly fileForDrop: (file: File) => Promise<string | null>
  /** Drags real files out of the window; null where only the browser's own drag and drop is available. */
  readonly dragOut: NonNullable<Window['desktop']>['dragOut'] | null
  readonly reveal: NonNullable<Window['desktop']>['reveal'] | null
  readonly revealExport: NonNullable<Window['desktop']>['revealExport'] | null
  /** Shows the log in the file manager. */
  readonly showLog: NonNullable<Window['desktop']>['showLog'] | null
  /** True when the app can update itself. */
  readonly updates: boolean
  /** Saves a prepared export. Returns false when the user cancelled. */
  readonly saveDownload: (downloadId: string, filename: string) => Promise<boolean>
  readonly onMenu: NonNullable<Window['desktop']>['onMenu'] | null
  /** True when the host asks the user before it closes a page that has unsaved edits; a desktop window just stays open. */
  readonly asksBeforeLeaving: boolean
  /** True when the window buttons overlay the top left corner of the page. */
  readonly insetTitleBar: boolean
  readonly modifier: 'Ctrl' | '⌘'
}

const desktop = window.desktop
const mac = desktop ? desktop.platform === 'darwin' : navigator.userAgent.includes('Mac OS X')

/** The browser asks where to save, or uses its downloads folder. */
async function download(downloadId: string, filename: string): Promise<boolean> {
  const link = document.createElement('a')
  link.href = `/download/${encodeURIComponent(downloadId)}`
  link.download = filename
  link.click()
  return true
}

const Uploaded = (value: unknown): { readonly fileId?: unknown; readonly message?: unknown } =>
  typeof value === 'object' && value !== null ? value : {}

/** Uploads the file to the machine that runs Evencast. */
async function upload(file: File): Promise<string | null> {
  const response = await fetch(`/upload?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
  const { fileId, message } = Uploaded(await response.json().catch(() => null))
  if (response.ok && typeof fileId === 'string') return fileId
  throw new UploadError(typeof message === 'string' ? message : '')
}

/** Checked by hand: the contract's parser compiles code at run time, which the page's content security policy forbids. */
const isFolder = (value: unknown): value is FolderView =>
  typeof value === 'object' &&
  value !== null &&
  ['folderId', 'name', 'hint'].every((key) => typeof Reflect.get(value, key) === 'string')

async function findFolder(path: string): Promise<FolderView> {
  const response = await fetch('/folder', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path }),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok && isFolder(answer)) return answer
  const { message } = Uploaded(answer)
  throw new FolderError(typeof message === 'string' ? message : '')
}

/** The message is a sentence for the user, or empty. */
export class UploadError extends Error {}
export class FolderError extends Error {}

export const capabilities: Capabilities = {
  asksBeforeLeaving: !desktop,
  pickFolder: desktop ? () => desktop.pickFolder() : null,
  folderForDrop: desktop ? (file) => desktop.folderForDrop(file) : null,
  folderForPath: desktop ? null : findFolder,
  fileForDrop: desktop ? (file) => desktop.fileForDrop(file) : upload,
  dragOut: desktop ? (imageIds) => desktop.dragOut(imageIds) : null,
  reveal: desktop ? (imageId) => desktop.reveal(imageId) : null,
  revealExport: desktop ? (versionId) => desktop.revealExport(versionId) : null,
  showLog: desktop ? () => desktop.showLog() : null,
  updates: desktop !== undefined,
  saveDownload: desktop ? (downloadId) => desktop.saveDownload(downloadId) : download,
  onMenu: desktop ? (listener) => desktop.onMenu(listener) : null,
  insetTitleBar: desktop?.platform === 'darwin',
  modifier: mac ? '⌘' : 'Ctrl',
}
