import type { InspectionView } from '../../../../main/contract/views.ts'
import { THRESHOLDS } from '../../../../main/domain/thresholds.ts'
import { strings } from '../../base/strings/index.ts'
import { Kbd } from '../../base/ui/Button.tsx'
import { type Layer, LAYERS, showLayer, useLightbox } from '../../model/window/lightbox-store.ts'

const text = strings.lightbox.layers

/** Returns a sentence that says what the overlay shows for this image, for users who cannot see it. */
function found(layer: Layer, { sharpness, dark, bright }: InspectionView): string {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  switch (layer) {
    case 'sharpness':
      return text.soft(sharpness.values.filter((value) => value < THRESHOLDS.softTile).length, sharpness.values.length)
    case 'exposure':
      return text.clipped(mean(dark.values), mean(bright.values))
    case 'mirror':
      return text.axis
  }
}

/** Chooses the overlay and describes what it shows. */
export function LayerBar({ inspection }: { readonly inspection: InspectionView | null }) {
  const layer = useLightbox((state) => state.layer)
  return (
    <section>
      <h3>
        {text.title} <Kbd>O</Kbd>
      </h3>
      <div className="layer-bar" role="group" aria-label={text.title}>
        {LAYERS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={layer === each}
            disabled={inspection === null}
            onClick={() => showLayer(layer === each ? null : each)}
          >
            {text.names[each]}
          </button>
        ))}
      </div>
      <p className="soft layer-found" aria-live="polite">
        {layer !== null && inspection !== null ? found(layer, inspection) : ''}
      </p>
    </section>
  )
}
