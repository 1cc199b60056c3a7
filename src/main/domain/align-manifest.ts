import type { Manifest, ManifestImage } from './manifest.ts'
import { foldedName } from './naming.ts'

/** The later of two entries of one file wins key by key, unless only the earlier one is a human's word. */
export const mergedEntry = (first: ManifestImage, later: ManifestImage): ManifestImage =>
  first.classified_by === 'human' && later.classified_by !== 'human' ? { ...later, ...first } : { ...first, ...later }

/**
 * The manifest with its entries under the names that the files have: exact names first, then those that differ only in case or Unicode
 * form (`.JPG`, decomposed accents), as long as they can mean one file alone. Each file has one entry; what names no file stays.
 */
export function alignManifest(manifest: Manifest, files: readonly string[]): Manifest {
  const here = new Set(files)
  if (manifest.images.every(({ filename }) => here.has(filename))) return manifest
  const byFold = Map.groupBy(files, foldedName)
  const targetOf = ({ filename }: ManifestImage): string => {
    if (here.has(filename)) return filename
    const [only, ...others] = byFold.get(foldedName(filename)) ?? []
    return only !== undefined && others.length === 0 ? only : filename
  }
  const images = new Map<string, ManifestImage>()
  for (const entry of manifest.images) {
    const filename = targetOf(entry)
    const named = filename === entry.filename ? entry : { ...entry, filename }
    const known = images.get(filename)
    // The entry of the exact name counts as the later one.
    images.set(filename, known ? (named === entry ? mergedEntry(known, named) : mergedEntry(named, known)) : named)
  }
  const aligned = [...images.values()]
  const same = aligned.length === manifest.images.length && aligned.every((entry, i) => entry === manifest.images[i])
  return same ? manifest : { ...manifest, images: aligned }
}
