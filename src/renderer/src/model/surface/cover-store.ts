import { create } from 'zustand'
import { requestFocus } from '../images/focus-store.ts'
import { useSelection } from '../images/selection-store.ts'

/** What fills the whole window for a while, over the pages; they stay as they are below. */
export type Cover = 'culling' | 'compare' | 'duplicates' | 'crop'

interface CoverState {
  /** The last one is in front. */
  readonly stack: readonly Cover[]
  /** What had the focus when the first one opened. */
  readonly returnTo: Element | null
}

export const useCovers = create<CoverState>()(() => ({ stack: [], returnTo: null }))

export const isCovered = (): boolean => useCovers.getState().stack.length > 0

export function openCover(cover: Cover): void {
  useCovers.setState(({ stack, returnTo }) => ({
    stack: [...stack.filter((each) => each !== cover), cover],
    returnTo: stack.length === 0 ? document.activeElement : returnTo,
  }))
}

export const closeCover = (): void => useCovers.setState(({ stack }) => ({ stack: stack.slice(0, -1) }))

export const closeCovers = (): void => useCovers.setState({ stack: [], returnTo: null })

/** Puts the focus back where it was. */
export function focusAfterCover(): void {
  const { returnTo } = useCovers.getState()
  if (returnTo instanceof HTMLElement && returnTo.isConnected) returnTo.focus({ preventScroll: true })
  keepFocus()
}

/** A focus that was lost goes back to the image that had it. */
function keepFocus(): void {
  const { focus } = useSelection.getState()
  if (focus !== null && (document.activeElement === null || document.activeElement === document.body))
    requestFocus(focus)
}

/** Images are drawn some time after they have come. */
const SOON_MS = [0, 60, 250] as const

export const keepFocusSoon = (): void => {
  for (const delayMs of SOON_MS) setTimeout(keepFocus, delayMs)
}
