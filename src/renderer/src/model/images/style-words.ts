import { strings } from '../../base/strings/index.ts'
import { type Image, isReadable } from './image.ts'

/**
 * Describes an image's style, who classified it and how sure they are. Empty when the verdict says it: the image is not measured or
 * unreadable.
 */
export function styleWords(image: Image): string {
  if (image.style === null && (image.verdict === null || !isReadable(image))) return ''
  const { culling, lanes, lightbox } = strings
  const style =
    image.style === null ? culling.noStyleYet : image.unsure ? culling.likely(image.style) : lanes[image.style]
  const by = image.decidedBy === null ? '' : lightbox.decidedBy[image.decidedBy]
  return [style, by, sureness(image)].filter(Boolean).join(' · ')
}

/** Describes the evaluator's confidence; empty when the image is not measured or a person decided. */
export const sureness = ({ confidence, decidedBy, unsure }: Image): string =>
  confidence === null || decidedBy === 'human' ? '' : strings.gallery.confidence(confidence, unsure)
