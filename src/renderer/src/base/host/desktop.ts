import type { FolderView } from '../../../../main/contract/views.ts'

/** The API that the preload exposes as `window.desktop`; undefined in a browser. */
export interface DesktopBridge {
  readonly platform: string
  pickFolder(): Promise<FolderView | null>
  folderForDrop(file: File): Promise<FolderView | null>
  /** Returns an id for a dropped file, or null for anything else. */
  fileForDrop(file: File): Promise<string | null>
  /** Starts a drag of these image files by the operating system; the page's own drag must not have started. */
  dragOut(imageIds: readonly string[]): Promise<void>
  reveal(imageId: string): Promise<void>
  /** Opens the folder of an export. */
  revealExport(versionId: string): Promise<void>
  /** Shows the log in the file manager. */
  showLog(): Promise<void>
  /** Asks where to save and writes the file. Returns false when the user closed the dialog. */
  saveDownload(downloadId: string): Promise<boolean>
  onMenu(listener: (command: string) => void): () => void
}

declare global {
  interface Window {
    readonly desktop?: DesktopBridge
  }
}
