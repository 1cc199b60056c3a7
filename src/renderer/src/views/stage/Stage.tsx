import { ImageOff } from 'lucide-react'
import { useRef, useState } from 'react'
import type { InspectionView } from '../../../../main/contract/views.ts'
import type { Image } from '../../model/images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { isDecoded } from './decoded.ts'
import { useLightbox } from '../../model/window/lightbox-store.ts'
import { Overlay } from './Overlay.tsx'
import { isReadable } from '../../model/images/image.ts'
import { useZoomKeys, useZoomPointer } from './use-zoom.ts'
import { actualSize, FITTED, type Zoom } from './zoom.ts'
import { ZoomBar } from './ZoomBar.tsx'

interface StageProps {
  readonly image: Image
  /** Data of the overlays, once loaded. */
  readonly inspection?: InspectionView | null
  /** Key that toggles between fit and 1:1. */
  readonly toggleKey?: string
  /** Shown in place of the image while set. */
  readonly instead?: { readonly url: string; readonly label: string } | null
}

/** The image: the wheel zooms to the cursor, a drag moves it, a double click or a key toggles between fit and 1:1. */
export function Stage({ image, inspection = null, toggleKey = 'z', instead = null }: StageProps) {
  const layer = useLightbox((state) => state.layer)
  // Overlays refer to the whole image.
  const url = layer !== null && image.crop ? `${image.fullUrl}&whole=1` : image.fullUrl
  const [natural, setNatural] = useState({ width: 0, height: 0 })
  const stage = useRef<HTMLDivElement>(null)
  const [zoom, setZoom] = useState<Zoom>(FITTED)
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>(() =>
    image.notJudged !== null ? 'broken' : isDecoded(url) ? 'shown' : 'loading',
  )
  // Set after layout: a decoded image is shown before that, when its size is unknown.
  const [actual, setActual] = useState<number | null>(null)
  useZoomPointer(stage, { onZoom: setZoom, actual: actual ?? 1 })
  useZoomKeys({ onZoom: setZoom, actual: actual ?? 1 }, toggleKey)
  const transform = `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`
  return (
    <div ref={stage} className="stage" data-zoomed={zoom.scale > 1 || undefined}>
      {state === 'broken' ? (
        <p className="stage-broken">
          <ImageOff size={28} aria-hidden /> {image.notJudged ?? strings.gallery.failed}
        </p>
      ) : (
        <>
          {state === 'loading' && <img className="stage-thumb" src={`${image.thumbUrl}&size=512`} alt="" />}
          <img
            src={url}
            alt={image.filename}
            draggable={false}
            decoding="sync"
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
            <Overlay layer={layer} inspection={inspection} crop={image.crop} {...natural} style={{ transform }} />
          )}
        </>
      )}
      {instead && <img className="stage-instead" src={instead.url} alt={instead.label} decoding="sync" />}
      {state === 'shown' && actual !== null && isReadable(image) && (
        <ZoomBar zoom={zoom} actual={actual} onZoom={setZoom} />
      )}
      {state === 'shown' && !isReadable(image) && (
        <p className="stage-damaged">
          <ImageOff size={14} aria-hidden /> {strings.lightbox.damaged}
        </p>
      )}
    </div>
  )
}
