import type { Manifest } from './manifest.ts'
import { once } from './once.ts'

const IMAGE_EXTENSIONS = new Set([
  'jpg',
  'jpeg',
  'png',
  'webp',
  'avif',
  'gif',
  'tif',
  'tiff',
  'heic',
  'heif',
  'hif',
  'bmp',
])

/** Extensions of pictures and films that Evencast does not read. */
const OTHER_EXTENSIONS = new Set(
  `3fr apng arw avifs cr2 cr3 crw dib dng dds erf exr hdr heics heifs hdp ico iiq insp j2c j2k jfi jfif jif jng jp2 jpe
   jpeg_large jpeg2000 jpf jpg_large jpg_orig jph jpm jpx jxl jxr kdc kra mj2 mpo nef nrw orf pbm pcx pdf pef pgm pict pjp pjpeg
   pnm ppm psb psd qoi raf raw rw2 rwl sr2 srf srw svg svgz tga wdp x3f xcf
   avi m4v mkv mov mp4 mpeg mpg webm`.split(/\s+/),
)

/** Folds a name as case-insensitive file systems do: `Alice_7.JPG` occupies the index of `alice_7.jpg`. */
export const foldedName = (name: string): string => name.normalize('NFC').toLowerCase()

/** Returns the `n` of `{actor_id}_{n}.ext`; null for a name of another form. */
export const parseIndex = (filename: string, actorId: string): number | null =>
  indexIn(filename, actorId, /^(\d{1,15})\.[^.]+$/)

/**
 * Returns the `n` that a file of any kind occupies: also `{actor_id}_{n}.caption`, `{actor_id}_{n}-masklabel.png`, `{actor_id}_{n}_te.npz`.
 */
export const heldIndex = (filename: string, actorId: string): number | null =>
  indexIn(filename, actorId, /^(\d{1,15})(?:[._-].*)?$/s)

function indexIn(filename: string, actorId: string, pattern: RegExp): number | null {
  const name = foldedName(filename)
  const prefix = `${foldedName(actorId)}_`
  if (!name.startsWith(prefix)) return null
  const digits = pattern.exec(name.slice(prefix.length))?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * Returns the index for the next new image: above every index seen so far, so that none is reused, not even after its image was deleted.
 * Starts at 1.
 */
export function nextIndex(known: {
  readonly actorId: string
  /** Names of all files in the image folder, of any kind: a leftover caption would apply to the new image. */
  readonly files: Iterable<string>
  readonly manifest: Manifest | null
  /** Original names of files in the trash. */
  readonly trashed: Iterable<string>
  /** Highest index ever used, 0 when none was. */
  readonly lastIndex: number
}): number {
  const listed = known.manifest?.images.map((image) => image.filename) ?? []
  let highest = known.lastIndex
  for (const names of [known.files, listed, known.trashed]) {
    for (const name of names) highest = Math.max(highest, heldIndex(name, known.actorId) ?? 0)
  }
  return highest + 1
}

export const imageName = (actorId: string, n: number, ext = 'jpg'): string => `${actorId}_${n}.${ext}`

/** Natural order (`a_2` before `a_10`), total: names that collate as equal still have a fixed order. */
export const byIndex = (a: string, b: string): number =>
  byNumber(a, b) ?? (natural().compare(a, b) || (a < b ? -1 : a > b ? 1 : 0))

/** Compares names that differ in one number alone, as nearly all of an actor do; null for others. */
function byNumber(a: string, b: string): number | null {
  let same = 0
  while (same < a.length && a.charCodeAt(same) === b.charCodeAt(same)) same++
  while (same > 0 && isDigit(a.charCodeAt(same - 1))) same--
  const [endA, endB] = [digitsEnd(a, same), digitsEnd(b, same)]
  const few = (end: number): boolean => end > same && end - same <= MOST_DIGITS
  if (!few(endA) || !few(endB) || a.length - endA !== b.length - endB || !b.endsWith(a.slice(endA))) return null
  return Number(a.slice(same, endA)) - Number(b.slice(same, endB)) || null
}

/** Most digits that a double holds exactly. */
const MOST_DIGITS = 15

function digitsEnd(name: string, start: number): number {
  let end = start
  while (isDigit(name.charCodeAt(end))) end++
  return end
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** Created on demand: it takes 10 ms, and most libraries never need it. */
const natural = once(() => new Intl.Collator('en', { numeric: true }))

/**
 * Returns a text whose plain order is the natural order of file names, for sorted columns: each number follows the count of its digits, and
 * an underscore sorts before every other character. The order of ties and rarer characters may differ from `byIndex`; that of one actor's
 * files does not.
 */
export const indexKey = (name: string): string =>
  foldedName(name)
    .replaceAll('_', ' ')
    .replaceAll(/0*(\d+)/g, (_, digits: string) => String.fromCharCode(0x30 + digits.length) + digits)

/** Returns true for an image by its extension. Hidden files, including the `._*` files of macOS, are not images. */
export const isImageFile = (name: string): boolean => hasEnding(name, IMAGE_EXTENSIONS) && !isMaskFile(name)

/** Returns true for the extension of a picture or film that Evencast does not read: it may be in a folder but not in a set. */
export const isOtherPicture = (name: string): boolean => hasEnding(name, OTHER_EXTENSIONS)

/** Returns true for an image folder in the form of kohya's trainers: repeats, underscore, name (`10_alice`). */
export const isKohyaSet = (name: string): boolean => /^\d{1,4}_\S/.test(name)

/** Returns true for a trainer's mask or conditioning image, named after its image (OneTrainer, kohya): it is not an image of the set. */
export const isMaskFile = (name: string): boolean => /.(?:-masklabel|-condlabel|[-_]mask)\.png$/i.test(name)

function hasEnding(name: string, endings: ReadonlySet<string>): boolean {
  const dot = name.lastIndexOf('.')
  return dot > 0 && !name.startsWith('.') && endings.has(name.slice(dot + 1).toLowerCase())
}

/**
 * Returns true when a text names one entry of a folder and nothing outside it, on any system: required for every file name from a file, a
 * database row, a store or a window.
 */
export const isPlainName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && name.length <= 255 && name.isWellFormed() && !/[/\\\0]/.test(name)

/** Returns true for the name of an image in an actor's folder: a plain name with an image's extension, not hidden. */
export const isImageName = (name: string): boolean => isPlainName(name) && isImageFile(name)

const MOST_NAME_BYTES = 255
/** Bytes of the longest name built around an actor's id: `.{id}_action_plan.json.0123456789ab.tmp`. */
const AROUND_ACTOR_ID = 35

const utf8Bytes = (text: string): number => {
  let bytes = 0
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** Returns a sentence when the actor's name is too long for file names; null when it is not. Systems count bytes of UTF-8, 255 per name. */
export function tooLongForActor(actorId: string): string | null {
  const [bytes, most] = [utf8Bytes(actorId), MOST_NAME_BYTES - AROUND_ACTOR_ID]
  if (bytes <= most) return null
  return `The folder name is too long: it takes ${bytes} bytes, and files named after it may use ${most} of them. Rename the folder.`
}

/** Returns true when a name can be a folder and part of file names on every system without pointing elsewhere. */
export const isSafeActorId = (name: string): boolean =>
  name.length > 0 &&
  name.length <= 255 &&
  name.isWellFormed() &&
  !name.startsWith('.') &&
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  !/[/\\\u0000-\u001f\u007f]/.test(name)
