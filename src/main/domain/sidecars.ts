import { byIndex, foldedName, isImageFile, isMaskFile, isOtherPicture } from './naming.ts'

/**
 * Files that trainers keep beside an image and find by its stem: captions (`.txt`, `.caption`), descriptions (`.json`), cached
 * latents and text encodings (`.npz`, also `{stem}_te.npz` and `{stem}_1024x1024_sdxl.npz`, with musubi-tuner `.safetensors`), what a
 * photo program noted (`.xmp`), masks and conditioning images (`{stem}-masklabel.png`, `{stem}-condlabel.png`, `{stem}_mask.png`).
 * `{image}.txt`, `{image}.json` and `{image}.xmp`, with the image's own ending before theirs, are known too.
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

/** Ours, and no image's. */
const OURS = new Set(['manifest.json', 'actor.json'])

/** Names that speak of a folder as a whole; a `.safetensors` of no image is a model. */
const OF_FOLDER =
  /\.safetensors$|^(?:read_?me|licen[cs]e|notes?|todo|meta\w*|dataset\w*|captions?|prompts?|tags?|index|config\w*|settings|info)\.\w+$/i

export const stemOf = (filename: string): string => {
  const dot = filename.lastIndexOf('.')
  return dot > 0 ? filename.slice(0, dot) : filename
}

/** Whether a file is one that belongs to an image, whichever. */
export const isSidecarFile = (name: string): boolean =>
  !name.startsWith('.') &&
  !OURS.has(name.toLowerCase()) &&
  (isMaskFile(name) || /\.(?:txt|caption|cap|tags|json|xmp|npz|safetensors)$/i.test(name)) &&
  !isImageFile(name)

/** `.txt`, unlike `_mask.png`. */
const isPlainEnding = (ending: string): boolean => ENDINGS.some((each) => each === ending.toLowerCase())

/** What follows the image's stem in a sidecar's name; null when the sidecar is not of this stem. Case of the ending does not count. */
function tailAfter(stem: string, sidecar: string): string | null {
  if (!sidecar.startsWith(stem)) return null
  const tail = sidecar.slice(stem.length)
  const folded = tail.toLowerCase()
  return ENDINGS.some((ending) => ending === folded) || CACHE.test(tail) ? tail : null
}

/** The name that a sidecar has once its image is called otherwise. */
export function renamedSidecar(sidecar: string, from: string, to: string): string {
  const whole = sidecar.slice(0, from.length) === from
  const [old, now] = whole ? [from, to] : [stemOf(from), stemOf(to)]
  return `${now}${sidecar.slice(old.length)}`
}

/** Which files of a folder belong to which of its images. */
export interface SidecarsOfFolder {
  /** By image; an image without any has no entry. Where images share a stem, each of them has the same ones. */
  readonly byImage: ReadonlyMap<string, readonly string[]>
  /** Sidecars of no image, but for files that people and tools write for a whole folder. */
  readonly orphans: readonly string[]
  /** Images that share a stem, and so every caption: a trainer takes one caption for all of them. */
  readonly shared: readonly (readonly string[])[]
}

/** Whether a file may have sidecars: what is not read has its caption too. */
const mayOwn = (name: string): boolean => isImageFile(name) || isOtherPicture(name)

/** `names`: of plain files in one folder. */
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
 * Which of the images among these names own a sidecar: those of exactly its stem first; a stem that differs only in case or Unicode form
 * counts when it is one image's.
 */
export function ownersAmong(names: readonly string[]): (sidecar: string) => readonly string[] {
  const images = names.filter(mayOwn)
  const byStem = Map.groupBy(images, stemOf)
  const whole = new Set(images)
  // Few sidecars need it, and it takes the longest.
  let byFold: ReadonlyMap<string, readonly string[]> | null = null
  return (sidecar) => {
    const before = stemOf(sidecar)
    if (whole.has(before)) return [before]
    const plain = byStem.get(before)
    // No other ending leaves a longer stem, and so it is for nearly all.
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

/** Stems that a sidecar may belong to, the longest first. */
function stemsOf(name: string): readonly string[] {
  const folded = name.toLowerCase()
  const plain = ENDINGS.filter((ending) => folded.endsWith(ending)).map((ending) => name.slice(0, -ending.length))
  const cuts = CACHE_FILE.test(name)
    ? [...name.matchAll(/_/g)].map(({ index }) => name.slice(0, index)).filter((stem) => tailAfter(stem, name) !== null)
    : []
  return [...plain, ...cuts].filter((stem) => stem !== '').sort((a, b) => b.length - a.length)
}

/** The sidecars that go where an image goes: not those that another image, which stays, is captioned by too. */
export function sidecarsToTake(names: readonly string[], image: string): readonly string[] {
  const all = names.includes(image) ? names : [...names, image]
  const { byImage } = sidecarsIn(near(all, image))
  const own = byImage.get(image) ?? []
  const others = new Set([...byImage].flatMap(([owner, sidecars]) => (owner === image ? [] : sidecars)))
  return own.filter((sidecar) => !others.has(sidecar))
}

/** The files whose names begin as the image's does: all that can matter to it, in a folder of thousands. */
function near(names: readonly string[], image: string): readonly string[] {
  const stem = foldedName(stemOf(image))
  // A longer stem may own what looks like this one's: `a_1.npz` is the cache of `a_1.jpg` and not of `a.jpg`.
  return names.filter((name) => foldedName(name).startsWith(stem))
}
