import './desktop.ts'

/** What this host can do beyond the contract. The interface asks for an ability, never for the host's name. */
export interface Capabilities {
  readonly pickFolder: (() => ReturnType<NonNullable<Window['desktop']>['pickFolder']>) | null
  readonly folderForDrop: NonNullable<Window['desktop']>['folderForDrop'] | null
  readonly reveal: NonNullable<Window['desktop']>['reveal'] | null
  /** Saves a prepared export; false when that was called off. */
  readonly saveExport: (exportId: string, filename: string) => Promise<boolean>
  readonly onMenu: NonNullable<Window['desktop']>['onMenu'] | null
  /** The title bar's buttons overlay the page's top left corner. */
  readonly insetTitleBar: boolean
  readonly modifier: 'Ctrl' | '⌘'
}

const desktop = window.desktop
const mac = desktop ? desktop.platform === 'darwin' : navigator.userAgent.includes('Mac OS X')

/** The browser asks where to, or knows. */
async function download(exportId: string, filename: string): Promise<boolean> {
  const link = document.createElement('a')
  link.href = `/export/${encodeURIComponent(exportId)}`
  link.download = filename
  link.click()
  return true
}

export const capabilities: Capabilities = {
  pickFolder: desktop ? () => desktop.pickFolder() : null,
  folderForDrop: desktop ? (file) => desktop.folderForDrop(file) : null,
  reveal: desktop ? (imageId) => desktop.reveal(imageId) : null,
  saveExport: desktop ? (exportId) => desktop.saveExport(exportId) : download,
  onMenu: desktop ? (listener) => desktop.onMenu(listener) : null,
  insetTitleBar: desktop?.platform === 'darwin',
  modifier: mac ? '⌘' : 'Ctrl',
}
