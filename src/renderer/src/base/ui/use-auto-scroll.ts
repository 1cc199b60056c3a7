import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect } from 'react'

/** Distance from the upper or lower edge, in CSS pixels, within which a drag scrolls the list. */
const EDGE_PX = 56
const FASTEST_PX = 14

/** Lets a list scroll while images are dragged along its edges. */
export function useAutoScroll(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let frame = 0
    let speed = 0
    const roll = () => {
      ref.current?.scrollBy({ top: speed })
      frame = speed === 0 ? 0 : requestAnimationFrame(roll)
    }
    const halt = () => {
      speed = 0
    }
    const stop = monitorForElements({
      canMonitor: ({ source }) => source.data['kind'] === 'images',
      onDrag({ location }) {
        const box = ref.current?.getBoundingClientRect()
        const { clientX: x, clientY: y } = location.current.input
        halt()
        if (!box || x < box.left || x > box.right || y < box.top - EDGE_PX || y > box.bottom + EDGE_PX) return
        const above = box.top + EDGE_PX - y
        const below = y - (box.bottom - EDGE_PX)
        if (above > 0) speed = -Math.min(FASTEST_PX, above / 4)
        else if (below > 0) speed = Math.min(FASTEST_PX, below / 4)
        if (speed !== 0 && frame === 0) frame = requestAnimationFrame(roll)
      },
      onDrop: halt,
    })
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [ref])
}
