import { create } from 'zustand'
import { isFocusAdrift } from '../../base/ui/keep-focus.ts'
import { requestFocus } from '../images/focus-store.ts'
import { useSelection } from '../images/selection-store.ts'

/** A full-window view above the pages, which stay mounted below. */
export type Cover = 'culling' | 'compare' | 'duplicates' | 'crop'

interface CoverState {
  /** Open covers; the last one is in front. */
  readonly stack: readonly Cover[]
  /** Element that had the focus when the first one opened. */
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

/** Restores the focus after the last cover has closed. */
export function focusAfterCover(): void {
  const { returnTo } = useCovers.getState()
  if (returnTo instanceof HTMLElement && returnTo.isConnected) returnTo.focus({ preventScroll: true })
  keepFocus()
}

/** Returns a lost focus to the image that had it. */
function keepFocus(): void {
  const { focus } = useSelection.getState()
  if (focus !== null && isFocusAdrift()) requestFocus(focus)
}

/** Delays of the attempts, because images render some time after they are loaded. */
const SOON_MS = [0, 60, 250] as const

export const keepFocusSoon = (): void => {
  for (const delayMs of SOON_MS) setTimeout(keepFocus, delayMs)
}
