import { create } from 'zustand'

/** A dialog above everything else. */
export type Panel =
  | 'browse'
  | 'settings'
  | 'trash'
  | 'verify'
  | 'sync'
  | 'workers'
  | 'balance-all'
  | 'warnings'
  | 'shortcuts'
  | 'palette'
  | 'start-plans'
  | 'export'
  | 'prepare'
  | 'save-filter'
  | 'move-to'
  | 'targets'
  | 'photographs'
  | 'promises'
  | 'question'
  | 'snapshot'
  | 'about'

export type PanelTab = 'captions' | 'export'

/** Pages beside the sidebar. */
const PAGE_NAMES = ['gallery', 'all-actors', 'search'] as const
export type Page = (typeof PAGE_NAMES)[number]
/** Name that earlier versions stored for the All actors page. */
const FORMER_NAME = 'fleet'

interface ViewState {
  readonly actorId: string | null
  readonly page: Page
  /** Page from which the actor was opened. */
  readonly back: Page | null
  readonly panel: Panel | null
  /** Actors that the panel is about; null for all. */
  readonly panelScope: readonly string[] | null
  /** Open tab of the panel; null for its first. */
  readonly panelTab: PanelTab | null
  /** Tile side in CSS pixels; null fits all images on the screen. */
  readonly tileSize: number | null
  readonly dockOpen: boolean
}

/** Reads a value that this window stored. Returns null where the browser blocks storage; nothing depends on it. */
export function recall(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key)
  } catch {
    return null
  }
}

export function remember(storage: () => Storage, key: string, value: string | null): void {
  try {
    if (value === null) storage().removeItem(key)
    else storage().setItem(key, value)
  } catch {
    // Storage may be blocked, as in `recall`.
  }
}

const SIZE = 'evencast.tile-size'
const ACTOR = 'evencast.actor'
const PAGE = 'evencast.page'
export const lasting = () => localStorage
const forThisTab = () => sessionStorage

function storedSize(): number | null {
  const size = Number(recall(lasting, SIZE))
  return size > 0 ? size : null
}

/** Returns the actor that was open before a reload. */
export const lastActor = (): string | null => recall(forThisTab, ACTOR)

export function setActor(actorId: string): void {
  useView.setState({ actorId })
  remember(forThisTab, ACTOR, actorId)
}

export const useView = create<ViewState>()(() => ({
  actorId: null,
  page: 'gallery',
  back: null,
  panel: null,
  panelScope: null,
  panelTab: null,
  tileSize: storedSize(),
  dockOpen: false,
}))

/** Shows a page. `back`: the page that it was opened from. */
export function showPage(page: Page, back: Page | null = null): void {
  useView.setState({ page, back })
  remember(forThisTab, PAGE, page)
}

/** Returns to the page from which the actor was opened. */
export function goBack(): void {
  const { back } = useView.getState()
  if (back !== null) showPage(back)
}

/** From this many actors on, a library opens on the All actors page; fewer fit in the sidebar. */
const MANY_ACTORS = 13

/** Shows the page from before a reload, otherwise the one that fits the library's size. */
export function showFirstPage(actors: number): void {
  const last = recall(forThisTab, PAGE)
  const known = last === FORMER_NAME ? 'all-actors' : last
  const page = PAGE_NAMES.find((name) => name === known) ?? (actors >= MANY_ACTORS ? 'all-actors' : 'gallery')
  useView.setState({ page, back: null })
}

/** Resets the view, so that another library opens as if for the first time. */
export function forgetView(): void {
  useView.setState({ actorId: null, page: 'gallery', back: null, panel: null, panelScope: null, dockOpen: false })
  remember(forThisTab, PAGE, null)
}
export const openPanel = (
  panel: Panel,
  panelScope: readonly string[] | null = null,
  panelTab: PanelTab | null = null,
): void => useView.setState({ panel, panelScope, panelTab })
export const closePanel = (): void => useView.setState({ panel: null, panelScope: null, panelTab: null })
export const toggleDock = (): void => useView.setState(({ dockOpen }) => ({ dockOpen: !dockOpen }))

export function setTileSize(tileSize: number | null): void {
  useView.setState({ tileSize })
  remember(lasting, SIZE, tileSize === null ? null : String(tileSize))
}
