import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { createFlingMeter } from './fling.ts'
import type { Row } from './rows.ts'
import { type RowWindow, scrollFor, windowOf } from './row-window.ts'

interface RowScroll {
  readonly window: RowWindow
  /** Scrolls a row into view, no further than needed. */
  readonly bring: (index: number) => void
}

/** Returns the rows to render for a scroller, computed from its scroll position; it changes only when another row comes into view. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, rows: readonly Row[]): RowScroll {
  const height = useRef(0)
  const [window, setWindow] = useState<RowWindow>({ first: 0, last: -1 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const look = () => {
      const next = windowOf(rows, element.scrollTop, height.current)
      setWindow((now) => (now.first === next.first && now.last === next.last ? now : next))
    }
    height.current = element.clientHeight
    look()
    const meter = createFlingMeter()
    const follow = ({ timeStamp }: Event) => {
      meter(element.scrollTop, timeStamp)
      look()
    }
    element.addEventListener('scroll', follow, { passive: true })
    const observer = new ResizeObserver(([entry]) => {
      if (entry) height.current = entry.contentRect.height
      look()
    })
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', follow)
      observer.disconnect()
    }
  }, [scroller, rows])
  const bring = (index: number): void => {
    const element = scroller.current
    const row = rows[index]
    if (!element || !row) return
    const to = scrollFor(row, element.scrollTop, element.clientHeight)
    if (to !== element.scrollTop) element.scrollTo(0, to)
  }
  return { window, bring }
}
