import { create } from 'zustand'

/** A dialog over everything. */
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

/** What fills the window beside the sidebar. */
const PAGE_NAMES = ['gallery', 'all-actors', 'search'] as const
export type Page = (typeof PAGE_NAMES)[number]
/** What a tab that was open before an update may remember for all actors. */
const FORMER_NAME = 'fleet'

interface ViewState {
  readonly actorId: string | null
  readonly page: Page
  /** The page from which the actor was opened. */
  readonly back: Page | null
  readonly panel: Panel | null
  /** Actors that the panel is about; null for all of them. */
  readonly panelScope: readonly string[] | null
  /** Null: the one that it opens with. */
  readonly panelTab: PanelTab | null
  /** Side of a tile in px; null fits everything on the screen. */
  readonly tileSize: number | null
  readonly dockOpen: boolean
}

/** What this window remembers; a browser without storage forgets it, and nothing depends on it. */
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
    // See above.
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

/** The actor that was shown before a reload. */
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

/** `back`: the page it was opened from. */
export function showPage(page: Page, back: Page | null = null): void {
  useView.setState({ page, back })
  remember(forThisTab, PAGE, page)
}

/** To the page from which the actor was opened. */
export function goBack(): void {
  const { back } = useView.getState()
  if (back !== null) showPage(back)
}

/** From how many actors on a library is first seen as a whole: those of a smaller one all stand in the sidebar. */
const MANY_ACTORS = 13

/** The page a library opens on: the one before a reload, else the one that fits its size. */
export function showFirstPage(actors: number): void {
  const last = recall(forThisTab, PAGE)
  const known = last === FORMER_NAME ? 'all-actors' : last
  const page = PAGE_NAMES.find((name) => name === known) ?? (actors >= MANY_ACTORS ? 'all-actors' : 'gallery')
  useView.setState({ page, back: null })
}

/** Another library opens as if for the first time. */
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
