import type { Image } from '../images/image.ts'
import { sureness } from '../images/style-words.ts'
import { strings } from '../../base/strings/index.ts'

/** Describes an image's style and issues in one sentence, for screen readers. */
export function inWords(image: Image | undefined): string {
  if (!image) return ''
  const { culling, lanes, issues } = strings
  const style =
    image.style === null ? culling.noStyleYet : image.unsure ? culling.likely(image.style) : lanes[image.style]
  return [
    image.filename,
    style,
    sureness(image),
    image.verdict === null ? culling.notMeasured : '',
    ...image.issues.map((issue) => issues[issue.key]),
  ]
    .filter(Boolean)
    .join(', ')
}
