import { byIndex, foldedName, isImageFile, isMaskFile, isOtherPicture } from './naming.ts'

/**
 * Endings of files that trainers keep next to an image and find by its stem: captions (`.txt`, `.caption`), descriptions (`.json`), cached
 * latents and text encodings (`.npz`, also `{stem}_te.npz` and `{stem}_1024x1024_sdxl.npz`, with musubi-tuner `.safetensors`), notes of a
 * photo program (`.xmp`), masks and conditioning images (`{stem}-masklabel.png`, `{stem}-condlabel.png`, `{stem}_mask.png`). `{image}.txt`,
 * `{image}.json` and `{image}.xmp`, with the image's own extension before theirs, are known too.
 */
const ENDINGS = [
  '.txt',
  '.caption',
  '.cap',
  '.tags',
  '.json',
  '.xmp',
  '.npz',
  '-masklabel.png',
  '-condlabel.png',
  '-mask.png',
  '_mask.png',
] as const
const CACHE = /^_[\w-]+\.(?:npz|safetensors)$/i
const CACHE_FILE = /\.(?:npz|safetensors)$/i

/** Evencast's own files, which belong to no image. */
const OURS = new Set(['manifest.json', 'actor.json'])

/** Matches files about a folder as a whole; a `.safetensors` without an image is a model. */
const OF_FOLDER =
  /\.safetensors$|^(?:read_?me|licen[cs]e|notes?|todo|meta\w*|dataset\w*|captions?|prompts?|tags?|index|config\w*|settings|info)\.\w+$/i

export const stemOf = (filename: string): string => {
  const dot = filename.lastIndexOf('.')
  return dot > 0 ? filename.slice(0, dot) : filename
}

/** Returns true when the file belongs to some image. */
export const isSidecarFile = (name: string): boolean =>
  !name.startsWith('.') &&
  !OURS.has(name.toLowerCase()) &&
  (isMaskFile(name) || /\.(?:txt|caption|cap|tags|json|xmp|npz|safetensors)$/i.test(name)) &&
  !isImageFile(name)

/** Returns true for an ending in the list, ignoring case. */
const isPlainEnding = (ending: string): boolean => ENDINGS.some((each) => each === ending.toLowerCase())

/** Returns the part of a sidecar's name after the image's stem; null when it has another stem. The ending's case is ignored. */
function tailAfter(stem: string, sidecar: string): string | null {
  if (!sidecar.startsWith(stem)) return null
  const tail = sidecar.slice(stem.length)
  const folded = tail.toLowerCase()
  return ENDINGS.some((ending) => ending === folded) || CACHE.test(tail) ? tail : null
}

/** Returns the new name of a sidecar after its image was renamed. */
export function renamedSidecar(sidecar: string, from: string, to: string): string {
  const whole = sidecar.slice(0, from.length) === from
  const [old, now] = whole ? [from, to] : [stemOf(from), stemOf(to)]
  return `${now}${sidecar.slice(old.length)}`
}

/** Sidecars of a folder, by image. */
export interface SidecarsOfFolder {
  /** By image; an image without sidecars has no entry. Images that share a stem have the same sidecars. */
  readonly byImage: ReadonlyMap<string, readonly string[]>
  /** Sidecars without an image, except files about a whole folder. */
  readonly orphans: readonly string[]
  /** Groups of images that share a stem and therefore every caption: a trainer uses one caption for all of them. */
  readonly shared: readonly (readonly string[])[]
}

/** Returns true when a file may have sidecars; unsupported pictures have captions too. */
const mayOwn = (name: string): boolean => isImageFile(name) || isOtherPicture(name)

/** Finds the sidecars of a folder. `names` are those of its plain files. */
export function sidecarsIn(names: readonly string[]): SidecarsOfFolder {
  const images = names.filter(mayOwn).sort(byIndex)
  const ownersOf = ownersAmong(images)
  const found = new Map<string, string[]>()
  const orphans: string[] = []
  for (const name of names.filter(isSidecarFile).sort(byIndex)) {
    const owners = ownersOf(name)
    if (owners.length === 0 && !OF_FOLDER.test(name)) orphans.push(name)
    for (const owner of owners) found.set(owner, [...(found.get(owner) ?? []), name])
  }
  return { byImage: found, orphans, shared: [...byFoldedStem(images).values()].filter((group) => group.length > 1) }
}

const byFoldedStem = (images: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  Map.groupBy(images, (image) => foldedName(stemOf(image)))

/**
 * Returns a function that finds the owners of a sidecar among these names: images with exactly its stem first; a stem that differs only in
 * case or Unicode form counts when just one such stem exists.
 */
export function ownersAmong(names: readonly string[]): (sidecar: string) => readonly string[] {
  const images = names.filter(mayOwn)
  const byStem = Map.groupBy(images, stemOf)
  const whole = new Set(images)
  // Created on demand: few sidecars need it, and it takes the longest.
  let byFold: ReadonlyMap<string, readonly string[]> | null = null
  return (sidecar) => {
    const before = stemOf(sidecar)
    if (whole.has(before)) return [before]
    const plain = byStem.get(before)
    // No other ending leaves a longer stem, so the search can stop here for nearly all files.
    if (plain && isPlainEnding(sidecar.slice(before.length))) return plain
    for (const stem of stemsOf(sidecar)) {
      const exact = byStem.get(stem)
      if (exact) return exact
    }
    byFold ??= byFoldedStem(images)
    for (const stem of stemsOf(sidecar)) {
      const folded = byFold.get(foldedName(stem)) ?? []
      if (new Set(folded.map(stemOf)).size === 1) return folded
    }
    return []
  }
}

/** Returns stems that a sidecar may belong to, longest first. */
function stemsOf(name: string): readonly string[] {
  const folded = name.toLowerCase()
  const plain = ENDINGS.filter((ending) => folded.endsWith(ending)).map((ending) => name.slice(0, -ending.length))
  const cuts = CACHE_FILE.test(name)
    ? [...name.matchAll(/_/g)].map(({ index }) => name.slice(0, index)).filter((stem) => tailAfter(stem, name) !== null)
    : []
  return [...plain, ...cuts].filter((stem) => stem !== '').sort((a, b) => b.length - a.length)
}

/** Returns the sidecars that move with an image: not those shared with another image, which stays. */
export function sidecarsToTake(names: readonly string[], image: string): readonly string[] {
  const all = names.includes(image) ? names : [...names, image]
  const { byImage } = sidecarsIn(near(all, image))
  const own = byImage.get(image) ?? []
  const others = new Set([...byImage].flatMap(([owner, sidecars]) => (owner === image ? [] : sidecars)))
  return own.filter((sidecar) => !others.has(sidecar))
}

/** Returns the files whose names start with the image's stem, the only relevant ones in a folder of thousands. */
function near(names: readonly string[], image: string): readonly string[] {
  const stem = foldedName(stemOf(image))
  // Images with longer stems are included because they may own the file: `a_1.npz` is the cache of `a_1.jpg` and not of `a.jpg`.
  return names.filter((name) => foldedName(name).startsWith(stem))
}
