import { type RefObject, useEffect, useRef } from 'react'
import { useFocusRequest } from '../model/images/focus-store.ts'

/**
 * Grants the wish for the focus on a cell of this grid, once: brings it into view, and focuses it as soon as it is drawn. `bring` answers
 * false for a cell that lies elsewhere.
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
    // In a small window the page scrolls too, not the grid alone.
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    useFocusRequest.setState({ key: null })
  })
}
