import { type RefObject, useEffect } from 'react'
import { type Point, toggled, type Zoom, zoomAt } from './zoom.ts'

const STEP = 1.25
const WHEEL_PER_PX = 0.0016
const CENTRE: Point = { x: 0, y: 0 }

type Change = (now: Zoom) => Zoom

interface ZoomControls {
  readonly onZoom: (change: Change) => void
  /** Scale at which one image pixel is one screen pixel. */
  readonly actual: number
}

/** The wheel zooms to the cursor, a drag moves the image, a double click toggles between fit and 1:1. */
export function useZoomPointer(stage: RefObject<HTMLElement | null>, { onZoom, actual }: ZoomControls): void {
  useEffect(() => {
    const element = stage.current
    if (!element) return undefined
    const stop = new AbortController()
    const { signal } = stop
    const fromCentre = (event: MouseEvent): Point => {
      const box = element.getBoundingClientRect()
      return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
    }
    // Not passive, because the page must not zoom or scroll with it.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      onZoom((now) => zoomAt(now, Math.exp(-event.deltaY * WHEEL_PER_PX), fromCentre(event)))
    }
    const onPointerDown = (down: PointerEvent) => {
      if (down.button !== 0) return
      let { clientX, clientY } = down
      const drag = new AbortController()
      const onMove = (move: PointerEvent) => {
        const [x, y] = [move.clientX - clientX, move.clientY - clientY]
        ;({ clientX, clientY } = move)
        onZoom((now) => (now.scale === 1 ? now : { ...now, x: now.x + x, y: now.y + y }))
      }
      window.addEventListener('pointermove', onMove, { signal: drag.signal })
      for (const end of ['pointerup', 'pointercancel'])
        window.addEventListener(end, () => drag.abort(), { signal: drag.signal })
    }
    element.addEventListener('wheel', onWheel, { passive: false, signal })
    element.addEventListener('pointerdown', onPointerDown, { signal })
    element.addEventListener('dblclick', (event) => onZoom((now) => toggled(now, actual, fromCentre(event))), {
      signal,
    })
    return () => stop.abort()
  }, [stage, onZoom, actual])
}

/** Plus and minus zoom; one key toggles between fit and 1:1. */
export function useZoomKeys({ onZoom, actual }: ZoomControls, toggleKey: string): void {
  useEffect(() => {
    const stop = new AbortController()
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (event.key === '+' || event.key === '=') onZoom((now) => zoomAt(now, STEP, CENTRE))
      if (event.key === '-') onZoom((now) => zoomAt(now, 1 / STEP, CENTRE))
      // Space belongs to a focused button or switch.
      const onControl = event.target instanceof Element && event.target.closest('button, input, a') !== null
      if (event.key.toLowerCase() === toggleKey && !(onControl && toggleKey === ' '))
        onZoom((now) => toggled(now, actual, CENTRE))
    }
    window.addEventListener('keydown', onKey, { signal: stop.signal })
    return () => stop.abort()
  }, [onZoom, actual, toggleKey])
}
