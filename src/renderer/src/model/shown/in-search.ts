import { findImage, useImages } from '../images/images-store.ts'
import { moved } from '../images/overlay.ts'
import type { Shown } from './blocks.ts'
import { useResults } from '../search/results-store.ts'

/** Returns the results as one block. */
export function shownInSearch(): Shown {
  const { ids } = useResults.getState()
  const state = useImages.getState()
  return {
    blocks: [{ keys: ids, images: ids }],
    imageOf: (imageId) => {
      const image = findImage(state, imageId)
      const move = state.overlay.get(imageId)
      return image && move && move.lane !== null ? moved(image, move.lane) : image
    },
  }
}
