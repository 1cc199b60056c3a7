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

/** Endings of pictures and films that are not read. */
const OTHER_EXTENSIONS = new Set(
  `3fr apng arw avifs cr2 cr3 crw dib dng dds erf exr hdr heics heifs hdp ico iiq insp j2c j2k jfi jfif jif jng jp2 jpe
   jpeg_large jpeg2000 jpf jpg_large jpg_orig jph jpm jpx jxl jxr kdc kra mj2 mpo nef nrw orf pbm pcx pdf pef pgm pict pjp pjpeg
   pnm ppm psb psd qoi raf raw rw2 rwl sr2 srf srw svg svgz tga wdp x3f xcf
   avi m4v mkv mov mp4 mpeg mpg webm`.split(/\s+/),
)

/** Names compare as case-insensitive file systems do: `Alice_7.JPG` occupies the index of `alice_7.jpg`. */
export const foldedName = (name: string): string => name.normalize('NFC').toLowerCase()

/** The `n` of `{actor_id}_{n}.ext`; null for a name of any other form. */
export const parseIndex = (filename: string, actorId: string): number | null =>
  indexIn(filename, actorId, /^(\d{1,15})\.[^.]+$/)

/** The `n` that a file of any kind occupies: also `{actor_id}_{n}.caption`, `{actor_id}_{n}-masklabel.png`, `{actor_id}_{n}_te.npz`. */
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
 * The index for the next new image: above every index that was ever seen, so that none is used twice, not even after its
 * image was deleted. Starts at 1.
 */
export function nextIndex(known: {
  readonly actorId: string
  /** Names in the image folder, of files of any kind: a caption without an image would caption the new one. */
  readonly files: Iterable<string>
  readonly manifest: Manifest | null
  /** Original names of what lies in the trash. */
  readonly trashed: Iterable<string>
  /** The highest index ever given out, 0 when none was. */
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

/** Natural order (`a_2` before `a_10`), total: names that collate alike still have one order. */
export const byIndex = (a: string, b: string): number =>
  byNumber(a, b) ?? (natural().compare(a, b) || (a < b ? -1 : a > b ? 1 : 0))

/** Of names that differ in one number alone, as nearly all of an actor do; null for others. */
function byNumber(a: string, b: string): number | null {
  let same = 0
  while (same < a.length && a.charCodeAt(same) === b.charCodeAt(same)) same++
  while (same > 0 && isDigit(a.charCodeAt(same - 1))) same--
  const [endA, endB] = [digitsEnd(a, same), digitsEnd(b, same)]
  const few = (end: number): boolean => end > same && end - same <= MOST_DIGITS
  if (!few(endA) || !few(endB) || a.length - endA !== b.length - endB || !b.endsWith(a.slice(endA))) return null
  return Number(a.slice(same, endA)) - Number(b.slice(same, endB)) || null
}

/** A double holds no more. */
const MOST_DIGITS = 15

function digitsEnd(name: string, start: number): number {
  let end = start
  while (isDigit(name.charCodeAt(end))) end++
  return end
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** It takes 10 ms to make, and most libraries never need it. */
const natural = once(() => new Intl.Collator('en', { numeric: true }))

/**
 * A text whose plain order is the natural order of file names, for columns that are to be sorted: each number stands behind the
 * count of its digits, and an underscore comes before every other sign. Ties and rarer signs may order otherwise than `byIndex`
 * does, the files of one actor do not.
 */
export const indexKey = (name: string): string =>
  foldedName(name)
    .replaceAll('_', ' ')
    .replaceAll(/0*(\d+)/g, (_, digits: string) => String.fromCharCode(0x30 + digits.length) + digits)

/** By extension alone. Hidden files, and with them the `._*` shadows of macOS, are not images. */
export const isImageFile = (name: string): boolean => hasEnding(name, IMAGE_EXTENSIONS) && !isMaskFile(name)

/** A picture or film by its ending, of a kind that is not read: what lies in a folder but not in a set. */
export const isOtherPicture = (name: string): boolean => hasEnding(name, OTHER_EXTENSIONS)

/** An image folder as kohya's trainers name it: repeats, underscore, name (`10_alice`). */
export const isKohyaSet = (name: string): boolean => /^\d{1,4}_\S/.test(name)

/** A trainer's mask or conditioning image of the image with the rest of its name (OneTrainer, kohya): never an image of its own. */
export const isMaskFile = (name: string): boolean => /.(?:-masklabel|-condlabel|[-_]mask)\.png$/i.test(name)

function hasEnding(name: string, endings: ReadonlySet<string>): boolean {
  const dot = name.lastIndexOf('.')
  return dot > 0 && !name.startsWith('.') && endings.has(name.slice(dot + 1).toLowerCase())
}

/**
 * Whether a text names one thing inside a folder and leads nowhere else, on any system: the rule for every file name that comes from
 * a file, a database row, a store or a window.
 */
export const isPlainName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && name.length <= 255 && name.isWellFormed() && !/[/\\\0]/.test(name)

/** Whether a text names an image of an actor's folder: a plain name with an image's extension, not hidden. */
export const isImageName = (name: string): boolean => isPlainName(name) && isImageFile(name)

const MOST_NAME_BYTES = 255
/** The longest that is put around an actor's id: `.{id}_action_plan.json.0123456789ab.tmp`. */
const AROUND_ACTOR_ID = 35

const utf8Bytes = (text: string): number => {
  let bytes = 0
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** Why files could not bear the actor's name, as a sentence; null when they can. Systems count bytes of UTF-8, 255 for a name. */
export function tooLongForActor(actorId: string): string | null {
  const [bytes, most] = [utf8Bytes(actorId), MOST_NAME_BYTES - AROUND_ACTOR_ID]
  if (bytes <= most) return null
  return `The folder name is too long: it takes ${bytes} bytes, and files named after it may use ${most} of them. Rename the folder.`
}

/** Whether a name can be a folder and part of file names on every system without leading anywhere else. */
export const isSafeActorId = (name: string): boolean =>
  name.length > 0 &&
  name.length <= 255 &&
  name.isWellFormed() &&
  !name.startsWith('.') &&
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  !/[/\\\u0000-\u001f\u007f]/.test(name)
