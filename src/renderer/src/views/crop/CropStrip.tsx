import { strings } from '../../base/strings/index.ts'
import { changedIn, showImage, useCrop } from '../../model/crop/crop-store.ts'

const text = strings.crop

/** All chosen images; changed ones have a mark. */
export function CropStrip() {
  const images = useCrop((state) => state.images)
  const drafts = useCrop((state) => state.drafts)
  const at = useCrop((state) => state.at)
  const changed = new Set(changedIn({ images, drafts }))
  return (
    <nav className="crop-strip" aria-label={text.strip}>
      {images.map((image, place) => (
        <button
          key={image.imageId}
          ref={(button) => {
            if (place === at) button?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
          }}
          type="button"
          aria-current={place === at || undefined}
          aria-label={text.inStrip(image.filename, changed.has(image))}
          data-changed={changed.has(image) || undefined}
          onClick={() => showImage(place)}
        >
          <img src={`${image.thumbUrl}&size=256`} alt="" loading="lazy" draggable={false} />
        </button>
      ))}
    </nav>
  )
}
