import { strings } from '../../base/strings/index.ts'
import { type Image, isReadable } from './image.ts'

/** The style of an image, who says it and how sure they are. Empty where the verdict says it already: nobody measured it, or it cannot be read. */
export function styleWords(image: Image): string {
  if (image.style === null && (image.verdict === null || !isReadable(image))) return ''
  const { culling, lanes, lightbox } = strings
  const style =
    image.style === null ? culling.noStyleYet : image.unsure ? culling.likely(image.style) : lanes[image.style]
  const by = image.decidedBy === null ? '' : lightbox.decidedBy[image.decidedBy]
  return [style, by, sureness(image)].filter(Boolean).join(' · ')
}

/** How sure the evaluator is; empty where nobody measured it, or a person decided. */
export const sureness = ({ confidence, decidedBy, unsure }: Image): string =>
  confidence === null || decidedBy === 'human' ? '' : strings.gallery.confidence(confidence, unsure)
