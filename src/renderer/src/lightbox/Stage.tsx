import { ImageOff } from 'lucide-react'
import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { InspectionView } from '../../../main/contract/views.ts'
import type { Image } from '../gallery/lanes.ts'
import { strings } from '../strings.ts'
import { percent } from '../ui/format.ts'
import { useLightbox } from './lightbox-store.ts'
import { Overlay } from './Overlay.tsx'
import { actualSize, FITTED, type Zoom, zoomAt } from './zoom.ts'

const STEP = 1.25
const WHEEL_PER_PX = 0.0016

/** The image itself: the wheel zooms to the cursor, a drag moves it, a double click or Z goes between fit and 1:1. */
export function Stage({
  image,
  inspection = null,
}: {
  readonly image: Image
  /** What can be laid over it, once it is known. */
  readonly inspection?: InspectionView | null
}) {
  const layer = useLightbox((state) => state.layer)
  const [natural, setNatural] = useState({ width: 0, height: 0 })
  const stage = useRef<HTMLDivElement>(null)
  const [zoom, setZoom] = useState<Zoom>(FITTED)
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading')
  const [actual, setActual] = useState(1)

  const toggle = useCallback(
    (at = { x: 0, y: 0 }) =>
      setZoom((now) => (now.scale === 1 && actual !== 1 ? zoomAt(now, actual, at, Math.min(1, actual)) : FITTED)),
    [actual],
  )

  useEffect(() => {
    const element = stage.current
    if (!element) return undefined
    const stop = new AbortController()
    const fromCentre = (event: MouseEvent) => {
      const box = element.getBoundingClientRect()
      return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
    }
    // Not passive: the page must not zoom or scroll along.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      setZoom((now) => zoomAt(now, Math.exp(-event.deltaY * WHEEL_PER_PX), fromCentre(event)))
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '+' || event.key === '=') setZoom((now) => zoomAt(now, STEP, { x: 0, y: 0 }))
      if (event.key === '-') setZoom((now) => zoomAt(now, 1 / STEP, { x: 0, y: 0 }))
      if (event.key.toLowerCase() === 'z') toggle()
    }
    element.addEventListener('wheel', onWheel, { passive: false, signal: stop.signal })
    element.addEventListener('dblclick', (event) => toggle(fromCentre(event)), { signal: stop.signal })
    window.addEventListener('keydown', onKey, { signal: stop.signal })
    return () => stop.abort()
  }, [toggle])

  const onPointerDown = (event: ReactPointerEvent<HTMLDivElement>) => {
    if (zoom.scale === 1 || event.button !== 0) return
    const { clientX, clientY } = event
    const stop = new AbortController()
    const move = (now: PointerEvent) =>
      setZoom({ ...zoom, x: zoom.x + now.clientX - clientX, y: zoom.y + now.clientY - clientY })
    window.addEventListener('pointermove', move, { signal: stop.signal })
    window.addEventListener('pointerup', () => stop.abort(), { signal: stop.signal })
  }

  const transform = `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the same is on the buttons and keys
    <div ref={stage} className="stage" data-zoomed={zoom.scale > 1 || undefined} onPointerDown={onPointerDown}>
      {state === 'broken' ? (
        <p className="stage-broken">
          <ImageOff size={28} aria-hidden /> {strings.gallery.failed}
        </p>
      ) : (
        <>
          {state === 'loading' && <img className="stage-thumb" src={`${image.thumbUrl}&size=512`} alt="" />}
          <img
            src={image.fullUrl}
            alt={image.filename}
            draggable={false}
            data-state={state}
            onLoad={({ currentTarget: shown }) => {
              const size = { width: shown.naturalWidth, height: shown.naturalHeight }
              setNatural(size)
              setActual(actualSize(size, { width: shown.clientWidth, height: shown.clientHeight }))
              setState('shown')
            }}
            onError={() => setState('broken')}
            style={{ transform }}
          />
          {layer !== null && inspection !== null && state === 'shown' && (
            <Overlay layer={layer} inspection={inspection} {...natural} style={{ transform }} />
          )}
        </>
      )}
      {state === 'shown' && (
        <div className="stage-zoom num">
          <button type="button" aria-pressed={zoom.scale === 1} onClick={() => setZoom(FITTED)}>
            {strings.lightbox.fit}
          </button>
          <button type="button" aria-pressed={zoom.scale === actual} onClick={() => toggle()}>
            {strings.lightbox.actual}
          </button>
          <span>{percent(zoom.scale / actual)}</span>
        </div>
      )}
    </div>
  )
}
