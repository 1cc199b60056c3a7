import type { FolderView } from '../../../../main/contract/views.ts'

/** What the preload exposes as `window.desktop`; absent in a browser. */
export interface DesktopBridge {
  readonly platform: string
  pickFolder(): Promise<FolderView | null>
  folderForDrop(file: File): Promise<FolderView | null>
  /** An id for a file that was dropped; null for anything else. */
  fileForDrop(file: File): Promise<string | null>
  /** Lets the system drag the files of these images; the page's own drag must not have begun. */
  dragOut(imageIds: readonly string[]): Promise<void>
  reveal(imageId: string): Promise<void>
  /** Opens the folder of an export. */
  revealExport(versionId: string): Promise<void>
  /** Shows the log in the file manager. */
  showLog(): Promise<void>
  /** Asks where to, and writes it there; false when the dialog was closed. */
  saveDownload(downloadId: string): Promise<boolean>
  onMenu(listener: (command: string) => void): () => void
}

declare global {
  interface Window {
    readonly desktop?: DesktopBridge
  }
}
