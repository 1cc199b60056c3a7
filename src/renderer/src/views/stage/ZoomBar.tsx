import { strings } from '../../base/strings/index.ts'
import { percent } from '../../base/strings/format.ts'
import { FITTED, toggled, type Zoom } from './zoom.ts'

interface ZoomBarProps {
  readonly zoom: Zoom
  readonly actual: number
  readonly onZoom: (change: (now: Zoom) => Zoom) => void
}

/** Fit, 1:1 and the current zoom. */
export function ZoomBar({ zoom, actual, onZoom }: ZoomBarProps) {
  return (
    <div className="stage-zoom num">
      <button type="button" aria-pressed={zoom.scale === 1} onClick={() => onZoom(() => FITTED)}>
        {strings.lightbox.fit}
      </button>
      <button
        type="button"
        aria-pressed={zoom.scale === actual}
        onClick={() => onZoom((now) => toggled(now, actual, { x: 0, y: 0 }))}
      >
        {strings.lightbox.actual}
      </button>
      <span>{percent(zoom.scale / actual)}</span>
    </div>
  )
}
