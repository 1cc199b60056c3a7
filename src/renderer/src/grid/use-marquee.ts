import { type PointerEvent as ReactPointerEvent, type RefObject, useState } from 'react'
import { boxOf, imagesInBox } from './marquee.ts'
import type { Row } from './rows.ts'
import { dispatchSelection, useSelection } from '../model/images/selection-store.ts'

const THRESHOLD_PX = 4

interface MarqueeBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Selects images by dragging a rectangle from an empty spot of a lane; Ctrl or Shift adds to the selection. */
export function useMarquee(scroller: RefObject<HTMLElement | null>, rows: readonly Row[], side: number, gap: number) {
  const [box, setBox] = useState<MarqueeBox | null>(null)

  const onPointerDown = (event: ReactPointerEvent) => {
    const content = scroller.current?.firstElementChild
    const hit = event.target instanceof Element && event.target.closest('[data-cell-key], button')
    if (event.button !== 0 || hit || !content) return
    const before = event.ctrlKey || event.metaKey || event.shiftKey ? [...useSelection.getState().selected] : []
    const at = (x: number, y: number) => {
      const origin = content.getBoundingClientRect()
      return [x - origin.left, y - origin.top] as const
    }
    const [startX, startY] = at(event.clientX, event.clientY)
    const stop = new AbortController()
    let drawn = false
    const move = (now: PointerEvent) => {
      const area = boxOf(startX, startY, ...at(now.clientX, now.clientY))
      if (!drawn && area.right - area.left < THRESHOLD_PX && area.bottom - area.top < THRESHOLD_PX) return
      drawn = true
      setBox({ left: area.left, top: area.top, width: area.right - area.left, height: area.bottom - area.top })
      dispatchSelection({ type: 'set', keys: [...before, ...imagesInBox(rows, side, area, gap)] })
    }
    const end = () => {
      stop.abort()
      setBox(null)
      if (!drawn && before.length === 0) dispatchSelection({ type: 'clear' })
    }
    window.addEventListener('pointermove', move, { signal: stop.signal })
    window.addEventListener('pointerup', end, { signal: stop.signal })
    window.addEventListener('pointercancel', end, { signal: stop.signal })
  }
  return { box, onPointerDown }
}
