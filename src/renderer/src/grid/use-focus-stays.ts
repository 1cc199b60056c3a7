import { type RefObject, useEffect, useRef } from 'react'
import { requestFocus } from '../model/images/focus-store.ts'
import { useSelection } from '../model/images/selection-store.ts'

/** Keeps the focus inside a grid: a cell that is rendered again gets the focus back, and when it is gone, the cell in its place gets it. */
export function useFocusStays(ref: RefObject<HTMLElement | null>, keys: () => readonly string[]): void {
  const held = useRef<{ readonly at: number } | null>(null)
  const blurred = useRef<Node | null>(null)
  useEffect(() => {
    const element = ref.current
    if (!element) return undefined
    const stop = new AbortController()
    const { signal } = stop
    element.addEventListener(
      'focusout',
      (event) => {
        const cell = event.target
        blurred.current = cell instanceof Node ? cell : null
        // Removing a focused cell fires `focusout` like leaving it does; a moment later the cell is no longer in the document.
        setTimeout(() => {
          if (cell instanceof Node && cell.isConnected && !element.contains(document.activeElement)) held.current = null
        })
      },
      { signal },
    )
    return () => stop.abort()
  }, [ref])
  useEffect(() => {
    const all = keys()
    const { focus } = useSelection.getState()
    const at = focus === null ? -1 : all.indexOf(focus)
    const active = document.activeElement
    if (active !== null && active !== document.body) {
      held.current = ref.current?.contains(active) ? { at: at < 0 ? (held.current?.at ?? 0) : at } : null
      return
    }
    if (!held.current || blurred.current?.isConnected) return
    const key = at >= 0 ? focus : all[Math.min(held.current.at, all.length - 1)]
    if (key !== null && key !== undefined) requestFocus(key)
  })
}
