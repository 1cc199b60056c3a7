import type { Issue } from './assessment.ts'
import { type Contender, inOneStyle, pixels } from './duplicates.ts'
import { cellsOf, fitOfCut } from './fit-of-cut.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Largest set that is compared. Every pair takes about 0.1 ms, so a larger set would take seconds after each edit. */
const MOST_IMAGES = 100

/** Returns review issues, by file name, for images that were cut out of a larger image of the set, even when their colours were changed. */
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
