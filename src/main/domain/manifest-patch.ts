import type { Manifest, ManifestImage } from './manifest.ts'

/** Difference between two manifests of an actor; keys besides the images are the same in both. */
export interface ManifestPatch {
  readonly updated_at: string
  /** File names missing from the result. */
  readonly without: readonly string[]
  /** Entries that are new or changed in the result, with their indices in its list, ascending. */
  readonly entries: readonly (readonly [place: number, entry: ManifestImage])[]
}

const equal = (a: ManifestImage, b: ManifestImage): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

export function manifestPatch(from: Manifest, to: Manifest): ManifestPatch {
  const inPlace = changedInPlace(from, to)
  if (inPlace) return { updated_at: to.updated_at, without: [], entries: inPlace }
  const before = new Map(from.images.map((entry, place) => [entry.filename, { entry, place }]))
  const after = new Set(to.images.map((entry) => entry.filename))
  let last = -1
  const entries = to.images.flatMap((entry, place): [number, ManifestImage][] => {
    const known = before.get(entry.filename)
    // Entries that moved are written again; those between them stay.
    if (!known || known.place < last || !equal(known.entry, entry)) return [[place, entry]]
    last = known.place
    return []
  })
  const without = from.images.flatMap(({ filename }) => (after.has(filename) ? [] : [filename]))
  return { updated_at: to.updated_at, without, entries }
}

/** Returns the changed entries when both manifests list the same images in the same order, as nearly always; null otherwise. */
function changedInPlace({ images: from }: Manifest, { images: to }: Manifest): [number, ManifestImage][] | null {
  const isSame = from.length === to.length && from.every(({ filename }, place) => filename === to[place]?.filename)
  if (!isSame || new Set(to.map(({ filename }) => filename)).size < to.length) return null
  return to.flatMap((entry, place): [number, ManifestImage][] => {
    const before = from[place]
    return before && equal(before, entry) ? [] : [[place, entry]]
  })
}

export function applyPatch(manifest: Manifest, { updated_at, without, entries }: ManifestPatch): Manifest {
  const out = new Set([...without, ...entries.map(([, entry]) => entry.filename)])
  const kept = manifest.images.filter((entry) => !out.has(entry.filename)).values()
  const placed = new Map(entries)
  const images: ManifestImage[] = []
  for (;;) {
    const entry = placed.get(images.length) ?? kept.next().value
    if (!entry) break
    images.push(entry)
  }
  return { ...manifest, updated_at, images }
}
