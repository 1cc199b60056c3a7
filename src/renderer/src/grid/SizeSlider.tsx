import { Maximize2 } from 'lucide-react'
import { setTileSize, useView } from '../model/window/view-store.ts'
import { strings } from '../base/strings/index.ts'
import { LARGEST_TILE, SMALLEST_TILE } from './layout.ts'

const MIDDLE = 140

interface SizeSliderProps {
  /** Offers Fit, which makes everything visible without scrolling. */
  readonly fit?: boolean
}

/** Sets the tile size; Fit makes tiles as large as possible without scrolling. */
export function SizeSlider({ fit = true }: SizeSliderProps) {
  const size = useView((state) => state.tileSize)
  return (
    <div className="size-slider">
      {fit && (
        <button
          type="button"
          aria-pressed={size === null}
          aria-label={strings.gallery.fitLabel}
          title={strings.gallery.fitLabel}
          onClick={() => setTileSize(size === null ? MIDDLE : null)}
        >
          <Maximize2 size={13} aria-hidden /> {strings.gallery.fit}
        </button>
      )}
      <input
        type="range"
        min={SMALLEST_TILE}
        max={LARGEST_TILE}
        step={4}
        value={size ?? MIDDLE}
        data-off={(fit && size === null) || undefined}
        aria-label={strings.gallery.size}
        onChange={(event) => setTileSize(Number(event.target.value))}
      />
    </div>
  )
}
