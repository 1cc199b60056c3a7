import { ImageOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ImageDetailView } from '../../../../main/contract/views.ts'
import { useZoomPointer } from '../stage/use-zoom.ts'
import { actualSize, type Zoom } from '../stage/zoom.ts'
import { strings } from '../../base/strings/index.ts'

interface PaneProps {
  readonly image: ImageDetailView
  readonly place: number
  readonly focused: boolean
  readonly zoom: Zoom
  readonly onZoom: (change: (now: Zoom) => Zoom) => void
  readonly onFocus: () => void
  /** Receives the scale at which one image pixel is one screen pixel. */
  readonly onActual: (actual: number) => void
}

/** One of the compared images; zooming or dragging it moves all of them. */
export function Pane({ image, place, focused, zoom, onZoom, onFocus, onActual }: PaneProps) {
  const stage = useRef<HTMLDivElement>(null)
  const [actual, setActual] = useState(1)
  const [broken, setBroken] = useState(false)
  useZoomPointer(stage, { onZoom, actual })
  useEffect(() => {
    if (focused) stage.current?.focus({ preventScroll: true })
  }, [focused])
  return (
    // oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- keys act on the pane that has the focus
    <div
      ref={stage}
      className="stage compare-pane"
      role="group"
      tabIndex={focused ? 0 : -1}
      aria-label={strings.compare.pane(image.filename, place)}
      data-focused={focused || undefined}
      data-zoomed={zoom.scale > 1 || undefined}
      onFocus={onFocus}
    >
      {broken ? (
        <p className="stage-broken">
          <ImageOff size={28} aria-hidden /> {strings.gallery.failed}
        </p>
      ) : (
        <img
          src={image.fullUrl}
          alt={image.filename}
          draggable={false}
          onLoad={({ currentTarget: shown }) => {
            const natural = { width: shown.naturalWidth, height: shown.naturalHeight }
            const found = actualSize(natural, { width: shown.clientWidth, height: shown.clientHeight })
            setActual(found)
            onActual(found)
          }}
          onError={() => setBroken(true)}
          style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}
        />
      )}
    </div>
  )
}
