import type { Issue } from './assessment.ts'
import { type Contender, inOneStyle, pixels } from './duplicates.ts'
import { cellsOf, fitOfCut } from './fit-of-cut.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Every pair is compared, some 0.1 ms each: a larger set would be judged for seconds after each edit. */
const MOST_IMAGES = 100

/** Issues of images that were cut out of a larger one of the set, whatever became of their colours, by file name: for a person to look at. */
export function cutOuts(images: readonly Contender[]): ReadonlyMap<string, Issue> {
  const issues = new Map<string, Issue>()
  if (images.length > MOST_IMAGES) return issues
  const largest = images
    .toSorted((a, b) => pixels(b) - pixels(a))
    .map((image) => ({ image, cells: cellsOf(image.measures) }))
  for (const [at, { image, cells }] of largest.entries()) {
    if (image.preferred) continue
    const whole = largest
      .slice(0, at)
      .find(
        ({ image: other, cells: whole }) =>
          !issues.has(other.filename) &&
          inOneStyle(other.measures, image.measures) &&
          fitOfCut(whole, cells) >= THRESHOLDS.cutFit,
      )
    if (!whole) continue
    const { filename } = whole.image
    issues.set(image.filename, {
      key: 'near_duplicate',
      verdict: 'review',
      detail: `seems to be cut out of ${filename}`,
      duplicateOf: filename,
    })
  }
  return issues
}
