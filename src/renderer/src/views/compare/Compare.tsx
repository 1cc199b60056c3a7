import { useEffect, useState } from 'react'
import { StageHead } from '../stage/StageHead.tsx'
import { useZoomKeys } from '../stage/use-zoom.ts'
import { FITTED, type Zoom } from '../stage/zoom.ts'
import { ZoomBar } from '../stage/ZoomBar.tsx'
import { strings } from '../../base/strings/index.ts'
import { focusImage, leaveComparing, useCompare } from '../../model/compare/compare-store.ts'
import { Facts } from './Facts.tsx'
import { Pane } from './Pane.tsx'
import './compare.css'

const text = strings.compare

/** Two to four images side by side with a shared zoom, and their differences below. */
export function Compare() {
  const images = useCompare((state) => state.images)
  const at = useCompare((state) => state.at)
  const [zoom, setZoom] = useState<Zoom>(FITTED)
  const [actuals, setActuals] = useState<ReadonlyMap<string, number>>(new Map())
  const actual = actuals.get(images[at]?.imageId ?? '') ?? 1
  useZoomKeys({ onZoom: setZoom, actual }, 'z')
  useEffect(() => {
    if (images.length < 2) leaveComparing()
  }, [images])
  return (
    <main className="compare" aria-label={text.label(images.length)}>
      <StageHead back={text.back} onBack={leaveComparing}>
        <h1>{text.label(images.length)}</h1>
        <span className="soft ellipsis">{text.hint}</span>
        <ZoomBar zoom={zoom} actual={actual} onZoom={setZoom} />
      </StageHead>
      <div className="compare-images" style={{ gridTemplateColumns: `repeat(${images.length}, minmax(0, 1fr))` }}>
        {images.map((image, index) => (
          <Pane
            key={image.imageId}
            image={image}
            place={index + 1}
            focused={index === at}
            zoom={zoom}
            onZoom={setZoom}
            onFocus={() => focusImage(index)}
            onActual={(found) => setActuals((known) => new Map(known).set(image.imageId, found))}
          />
        ))}
        {images.map((image, index) => (
          <Facts key={image.imageId} images={images} image={image} place={index + 1} />
        ))}
      </div>
    </main>
  )
}
