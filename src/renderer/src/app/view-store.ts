import { create } from 'zustand'

export type Panel = 'browse' | 'settings' | 'trash' | 'verify' | 'sync' | 'balance-all' | 'warnings' | 'shortcuts'

interface ViewState {
  readonly actorId: string | null
  readonly panel: Panel | null
  /** Side of a tile in px; null fits everything on the screen. */
  readonly tileSize: number | null
  readonly dockOpen: boolean
}

const KEY = 'evencast.tile-size'

function storedSize(): number | null {
  try {
    const size = Number(localStorage.getItem(KEY))
    return size > 0 ? size : null
  } catch {
    return null
  }
}

export const useView = create<ViewState>()(() => ({
  actorId: null,
  panel: null,
  tileSize: storedSize(),
  dockOpen: false,
}))

export const openPanel = (panel: Panel): void => useView.setState({ panel })
export const closePanel = (): void => useView.setState({ panel: null })
export const toggleDock = (): void => useView.setState(({ dockOpen }) => ({ dockOpen: !dockOpen }))

export function setTileSize(tileSize: number | null): void {
  useView.setState({ tileSize })
  try {
    if (tileSize === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, String(tileSize))
  } catch {
    // A browser without storage forgets the size; nothing else depends on it.
  }
}
