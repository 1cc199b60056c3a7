import { isDeepStrictEqual } from 'node:util'
import type { Manifest, ManifestImage } from '../domain/manifest.ts'

export interface Merged {
  readonly manifest: Manifest
  /** Images that the run wanted to remove and somebody has touched meanwhile: they stay. */
  readonly spared: readonly string[]
}

const byName = ({ images }: Manifest): ReadonlyMap<string, ManifestImage> =>
  new Map(images.map((image) => [image.filename, image]))

/**
 * What a run made of a manifest, on top of what somebody else has written since the run began: theirs wins wherever they changed an
 * entry, ours is added, and what we removed goes only if it is as it was.
 */
export function mergeManifests(base: Manifest, ours: Manifest, theirs: Manifest): Merged {
  const [before, mine, now] = [byName(base), byName(ours), byName(theirs)]
  const isAsItWas = (name: string) => isUntouched(before.get(name), now.get(name))
  const isRemoved = (name: string) => before.has(name) && !mine.has(name)
  const images = theirs.images.flatMap((image) => {
    if (!isAsItWas(image.filename)) return [image]
    return isRemoved(image.filename) ? [] : [mine.get(image.filename) ?? image]
  })
  // One that is in none of theirs but was there before was removed by them.
  const added = ours.images.filter(({ filename }) => !now.has(filename) && !before.has(filename))
  const spared = [...before.keys()].filter((name) => isRemoved(name) && now.has(name) && !isAsItWas(name))
  return { manifest: { ...theirs, updated_at: ours.updated_at, images: [...images, ...added] }, spared }
}

/** What a program finds out about an image by itself, whoever it works for. */
const FACTS = new Set(['bytes', 'width', 'height', 'sha256', 's3_url', 'quality_issues'])

function isUntouched(before: ManifestImage | undefined, now: ManifestImage | undefined): boolean {
  if (!before || !now) return before === now
  const isOther = before.sha256 !== undefined && now.sha256 !== undefined && before.sha256 !== now.sha256
  return !isOther && isDeepStrictEqual(said(before), said(now))
}

/** What somebody says of it: no measures, and no evaluator's style. */
function said(image: ManifestImage): Readonly<Record<string, unknown>> {
  const isJudged = image.classified_by !== undefined && image.classified_by !== 'human'
  const machine = (key: string) => FACTS.has(key) || (isJudged && (key === 'type' || key === 'classified_by'))
  return Object.fromEntries(Object.entries(image).filter(([key]) => !machine(key)))
}
