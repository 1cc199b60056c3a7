import type { FolderView } from '../../../main/contract/views.ts'

/** What the preload exposes as `window.desktop`; absent in a browser. */
export interface DesktopBridge {
  readonly platform: string
  pickFolder(): Promise<FolderView | null>
  folderForDrop(file: File): Promise<FolderView | null>
  reveal(imageId: string): Promise<void>
  /** Asks where to, and writes it there; false when the dialog was closed. */
  saveExport(exportId: string): Promise<boolean>
  onMenu(listener: (command: string) => void): () => void
}

declare global {
  interface Window {
    readonly desktop?: DesktopBridge
  }
}
