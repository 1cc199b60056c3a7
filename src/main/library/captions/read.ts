import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BY_HUMAN, type Caption, type CaptionFault } from '../../domain/caption/caption.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import { byIndex, isImageFile, isOtherPicture } from '../../domain/naming.ts'
import { isSidecarFile, ownersAmong, stemOf } from '../../domain/sidecars.ts'
import { isMissing, unavailable } from '../presence.ts'
import type { CaptionFiles } from './caption-files.ts'
import { embeddedCaption } from './embedded.ts'
import { type ListedCaption, readFolderMetadata } from './folder-metadata.ts'
import { CAPTION_ENDS } from './sources.ts'
import { type CaptionText, captionTextOf } from './text.ts'
import { inParallelSlices, inSlices } from '../../kit/slices.ts'

/** Longer than any trainer's text encoder accepts; a larger file of that name is something else. */
export const MOST_CAPTION_BYTES = 65_536

type CaptionEnd = (typeof CAPTION_ENDS)[number]

const FILES_AT_ONCE = 16

/** An image whose caption is to be found. */
export interface Captioned {
  readonly filename: string
  readonly entry: ManifestImage
  readonly sha256: string | null
}

export interface FoundCaption {
  readonly caption: Caption | null
  /** File that holds the caption, or would have precedence; null when there is none. */
  readonly file: string | null
  /** Content of that file; null when there is none. */
  readonly bytes: Buffer | null
  /** Faults of an existing but empty caption file. */
  readonly faults: readonly CaptionFault[]
}

/**
 * Finds the captions of these images of a folder: in a file next to the image, in the manifest, in a list for the folder, or in the image
 * itself. `embedded` allows images to be opened when nothing else has a caption.
 */
export async function readCaptions(
  dir: string,
  images: readonly Captioned[],
  files: CaptionFiles,
  { embedded = true }: { readonly embedded?: boolean } = {},
): Promise<ReadonlyMap<string, FoundCaption>> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw unavailable(dir, error)
  })
  const filenames = new Set(images.map(({ filename }) => filename))
  // Includes pictures in the folder that are not in the set or not supported, so that their captions are not assigned to other images.
  const pictures = new Set(filenames)
  const texts: string[] = []
  await inSlices(names, (name) => {
    if (isImageFile(name) || isOtherPicture(name)) pictures.add(name)
    else if (endOf(name) !== undefined && isSidecarFile(name)) texts.push(name)
  })
  const own = await captionFiles(texts, filenames, [...pictures])
  const listed = await readFolderMetadata(dir, names, [...pictures])
  const paths: string[] = []
  await inSlices(own.values(), (byEnd) => {
    for (const name of byEnd.values()) paths.push(join(dir, name))
  })
  const read = await files.reader(paths)
  const found = new Map<string, FoundCaption>()
  await inParallelSlices(images, FILES_AT_ONCE, async (image) => {
    const beside = await readBeside(dir, own.get(image.filename) ?? NONE, read)
    found.set(image.filename, await settled(dir, image, beside, listed, embedded))
  })
  return found
}

/** Names of caption files by extension, in order of precedence. */
type ByEnd = ReadonlyMap<CaptionEnd, string>

/** Groups caption files by image, for these images only. */
async function captionFiles(
  texts: readonly string[],
  images: ReadonlySet<string>,
  pictures: readonly string[],
): Promise<ReadonlyMap<string, ByEnd>> {
  const ownersOf = ownersAmong(pictures)
  const found = new Map<string, string[]>()
  await inSlices(texts, (name) => {
    for (const owner of ownersOf(name)) {
      const own = found.get(owner)
      if (own) own.push(name)
      else if (images.has(owner)) found.set(owner, [name])
    }
  })
  const own = new Map<string, ByEnd>()
  await inSlices(found, ([image, names]) => own.set(image, inOrder(names, stemOf(image))))
  return own
}

const endOf = (name: string): CaptionEnd | undefined =>
  CAPTION_ENDS.find((end) => end === name.slice(name.lastIndexOf('.') + 1).toLowerCase())

/**
 * Sorts files with exactly the stem first, whatever their extension, because a similar stem is often another tool's. The first of each
 * extension counts.
 */
function inOrder(names: readonly string[], stem: string): ByEnd {
  const found = new Map<CaptionEnd, string>()
  const sorted = [...names].sort(
    (a, b) => Number(stemOf(b) === stem) - Number(stemOf(a) === stem) || rankOf(a) - rankOf(b) || byIndex(a, b),
  )
  for (const name of sorted) {
    const end = endOf(name)
    if (end !== undefined && !found.has(end)) found.set(end, name)
  }
  return found
}

/** Ranks by extension; `a.txt` before `a.TXT`. */
const rankOf = (name: string): number => {
  const at = CAPTION_ENDS.findIndex((end) => end === endOf(name))
  return 2 * at + (name.endsWith(`.${CAPTION_ENDS[at]}`) ? 0 : 1)
}

interface Beside extends CaptionText {
  readonly end: CaptionEnd
  readonly file: string
  readonly bytes: Buffer
}

const NONE: ByEnd = new Map()

/** Returns the first file with a caption, otherwise the first that exists. */
async function readBeside(dir: string, sidecars: ByEnd, read: CaptionFiles['read']): Promise<Beside | null> {
  let first: Beside | null = null
  for (const [end, name] of sidecars) {
    const file = join(dir, name)
    const bytes = await read(file)
    if (bytes === null || bytes.length > MOST_CAPTION_BYTES) continue
    const says = captionTextOf(name, bytes)
    if (says === null) continue
    const beside: Beside = { end, file, bytes, ...says }
    if (beside.text !== '') return beside
    first ??= beside
  }
  return first
}

async function settled(
  dir: string,
  { filename, entry, sha256 }: Captioned,
  beside: Beside | null,
  listed: ListedCaption,
  embedded: boolean,
): Promise<FoundCaption> {
  const { caption: written, caption_by: by, caption_of: of } = entry
  const stale = of !== undefined && sha256 !== null && of !== sha256
  const { file = null, bytes = null } = beside ?? {}
  const faults = beside?.faults ?? []
  if (beside && beside.text !== '') {
    // The file was changed by another program: its author is unknown, so the caption counts as a person's.
    const ours = written === beside.text
    const author = ours ? (by ?? 'import') : by === undefined ? 'import' : BY_HUMAN
    const caption = { text: beside.text, place: beside.end, by: author, faults, stale: ours && stale }
    return { caption, file, bytes, faults }
  }
  if (written !== undefined && written.trim() !== '')
    return {
      caption: { text: written.trim(), place: 'manifest', by: by ?? 'import', faults: [], stale },
      file,
      bytes,
      faults,
    }
  const list = listed(filename)
  if (list !== undefined)
    return { caption: { text: list, place: 'metadata', by: 'import', faults: [], stale: false }, file, bytes, faults }
  const inside = embedded ? await embeddedCaption(join(dir, filename)) : null
  return inside === null
    ? { caption: null, file, bytes, faults }
    : { caption: { text: inside, place: 'embedded', by: 'import', faults: [], stale: false }, file, bytes, faults }
}
