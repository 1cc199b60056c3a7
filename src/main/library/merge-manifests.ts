import { isDeepStrictEqual } from 'node:util'
import type { Manifest, ManifestImage } from '../domain/manifest.ts'

export interface Merged {
  readonly manifest: Manifest
  /** Images that the run wanted to remove but that another program changed meanwhile: they stay. */
  readonly spared: readonly string[]
}

const byName = ({ images }: Manifest): ReadonlyMap<string, ManifestImage> =>
  new Map(images.map((image) => [image.filename, image]))

/**
 * Merges a run's changes to a manifest with changes that others wrote since the run began: theirs win for every entry that they changed,
 * ours are added, and an entry that we removed is removed only if it is unchanged.
 */
export function mergeManifests(base: Manifest, ours: Manifest, theirs: Manifest): Merged {
  const [before, mine, now] = [byName(base), byName(ours), byName(theirs)]
  const isAsItWas = (name: string) => isUntouched(before.get(name), now.get(name))
  const isRemoved = (name: string) => before.has(name) && !mine.has(name)
  const images = theirs.images.flatMap((image) => {
    if (!isAsItWas(image.filename)) return [image]
    return isRemoved(image.filename) ? [] : [mine.get(image.filename) ?? image]
  })
  // An image that existed before but not in theirs was removed by them.
  const added = ours.images.filter(({ filename }) => !now.has(filename) && !before.has(filename))
  const spared = [...before.keys()].filter((name) => isRemoved(name) && now.has(name) && !isAsItWas(name))
  return { manifest: { ...theirs, updated_at: ours.updated_at, images: [...images, ...added] }, spared }
}

/** Keys that any program can determine from the image itself. */
const FACTS = new Set(['bytes', 'width', 'height', 'sha256', 's3_url', 'quality_issues'])

function isUntouched(before: ManifestImage | undefined, now: ManifestImage | undefined): boolean {
  if (!before || !now) return before === now
  const isOther = before.sha256 !== undefined && now.sha256 !== undefined && before.sha256 !== now.sha256
  return !isOther && isDeepStrictEqual(said(before), said(now))
}

/** Returns an entry without measures and without an evaluator's style. */
function said(image: ManifestImage): Readonly<Record<string, unknown>> {
  const isJudged = image.classified_by !== undefined && image.classified_by !== 'human'
  const machine = (key: string) => FACTS.has(key) || (isJudged && (key === 'type' || key === 'classified_by'))
  return Object.fromEntries(Object.entries(image).filter(([key]) => !machine(key)))
}
