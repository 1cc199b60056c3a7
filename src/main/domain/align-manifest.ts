import type { Manifest, ManifestImage } from './manifest.ts'
import { foldedName } from './naming.ts'

/** Merges two entries of one file. The later one wins key by key, unless only the earlier one was classified by a person. */
export const mergedEntry = (first: ManifestImage, later: ManifestImage): ManifestImage =>
  first.classified_by === 'human' && later.classified_by !== 'human' ? { ...later, ...first } : { ...first, ...later }

/**
 * Renames the manifest's entries to the names that the files have. Exact matches come first, then names that differ only in case or Unicode
 * form (`.JPG`, decomposed accents) and match exactly one file. Each file keeps one entry; entries without a file stay as they are.
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
    // The entry with the exact name counts as the later one.
    images.set(filename, known ? (named === entry ? mergedEntry(known, named) : mergedEntry(named, known)) : named)
  }
  const aligned = [...images.values()]
  const same = aligned.length === manifest.images.length && aligned.every((entry, i) => entry === manifest.images[i])
  return same ? manifest : { ...manifest, images: aligned }
}
