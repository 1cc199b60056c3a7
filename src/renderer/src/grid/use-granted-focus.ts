import { type RefObject, useEffect, useRef } from 'react'
import { useFocusRequest } from '../model/images/focus-store.ts'

/**
 * Moves the focus to a requested cell of this grid once: scrolls it into view and focuses it as soon as it is rendered. `bring` returns
 * false for a cell of another grid.
 */
export function useGrantedFocus(grid: RefObject<HTMLElement | null>, bring: (key: string) => boolean): void {
  const key = useFocusRequest((state) => state.key)
  const turn = useFocusRequest((state) => state.turn)
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    wanted.current = key !== null && bring(key) ? key : null
  }, [key, turn]) // oxlint-disable-line react/exhaustive-deps -- a wish is granted once, not again when rows change
  useEffect(() => {
    if (wanted.current === null) return
    const cell = grid.current?.querySelector<HTMLElement>(`[data-cell-key="${CSS.escape(wanted.current)}"]`)
    if (!cell) return
    wanted.current = null
    cell.focus({ preventScroll: true })
    // In a small window the page scrolls as well as the grid.
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    useFocusRequest.setState({ key: null })
  })
}
