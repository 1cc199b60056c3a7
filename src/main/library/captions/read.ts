import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BY_HUMAN, type Caption, type CaptionFault } from '../../domain/caption/caption.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import { foldedName, isImageFile } from '../../domain/naming.ts'
import { isSidecarFile, sidecarsIn, stemOf } from '../../domain/sidecars.ts'
import { isMissing, unavailable } from '../presence.ts'
import type { CaptionFiles } from './caption-files.ts'
import { embeddedCaption } from './embedded.ts'
import { type ListedCaptions, readFolderMetadata } from './folder-metadata.ts'
import { CAPTION_ENDS, CAPTION_LISTS } from './sources.ts'
import { type CaptionText, captionTextOf } from './text.ts'
import { inParallel } from '../../kit/in-parallel.ts'

/** More than any trainer's text encoder takes; a larger file of that name is something else. */
export const MOST_CAPTION_BYTES = 65_536

type CaptionEnd = (typeof CAPTION_ENDS)[number]

const FILES_AT_ONCE = 16

/** What is known of an image whose caption is looked for. */
export interface Captioned {
  readonly filename: string
  readonly entry: ManifestImage
  readonly sha256: string | null
}

export interface FoundCaption {
  readonly caption: Caption | null
  /** The file that holds it, or would be first to; null where there is none. */
  readonly file: string | null
  /** That file as it was read; null where there is none. */
  readonly bytes: Buffer | null
  /** Faults of a caption file that is there but empty. */
  readonly faults: readonly CaptionFault[]
}

/**
 * Captions of these images of a folder, wherever they are: beside the image, in the manifest, in a list for the whole folder, or in the
 * image itself. `embedded`: images are opened where nothing else has one.
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
  const own = captionFiles(
    names,
    images.map(({ filename }) => filename),
  )
  const listed = await readFolderMetadata(dir, names)
  const read = await files.reader(
    [...own.values()].flatMap((each) => [...each.values()].map((name) => join(dir, name))),
  )
  const found = new Map<string, FoundCaption>()
  await inParallel(images, FILES_AT_ONCE, async (image) => {
    const beside = await readBeside(dir, own.get(image.filename) ?? NONE, read)
    found.set(image.filename, await settled(dir, image, beside, listed, embedded))
  })
  return found
}

/** By ending, names of caption files. */
type ByEnd = ReadonlyMap<CaptionEnd, string>

/** Caption files of each image: those of exactly its stem, and such as are its own all the same, by Unicode form, case or ending. */
function captionFiles(names: readonly string[], images: readonly string[]): ReadonlyMap<string, ByEnd> {
  const byStem = captionsByStem(names)
  const pictures = [...new Set([...names.filter(isImageFile), ...images])]
  const stems = new Set(pictures.map(stemOf))
  const others = names.filter((name) => isSidecarFile(name) && isCaption(name) && !stems.has(stemOf(name)))
  const { byImage } = others.length === 0 ? { byImage: null } : sidecarsIn([...pictures, ...others])
  return new Map(
    images.map((image) => {
      const exact = byStem.get(stemOf(image)) ?? NONE
      const more = byImage?.get(image)
      return [image, more ? new Map([...(captionsByStem(more, '').get('') ?? NONE), ...exact]) : exact] as const
    }),
  )
}

const isCaption = (name: string): boolean => endOf(name) !== undefined && !CAPTION_LISTS.some((list) => list === name)

const endOf = (name: string): CaptionEnd | undefined =>
  CAPTION_ENDS.find((end) => end === name.slice(name.lastIndexOf('.') + 1).toLowerCase())

/** `as`: the stem that all of them are taken to have. */
function captionsByStem(names: readonly string[], as?: string): ReadonlyMap<string, ByEnd> {
  const found = new Map<string, Map<CaptionEnd, string>>()
  for (const name of names) {
    const end = endOf(name)
    if (end === undefined || name.lastIndexOf('.') < 1 || name.startsWith('.')) continue
    const stem = as ?? stemOf(name)
    const own = found.get(stem) ?? new Map<CaptionEnd, string>()
    // `a.txt` before `a.TXT`.
    if (!own.has(end) || name.endsWith(`.${end}`)) own.set(end, name)
    found.set(stem, own)
  }
  return found
}

interface Beside extends CaptionText {
  readonly end: CaptionEnd
  readonly file: string
  readonly bytes: Buffer
}

const NONE: ByEnd = new Map()

/** The first that says something, else the first that is there. */
async function readBeside(dir: string, sidecars: ByEnd, read: CaptionFiles['read']): Promise<Beside | null> {
  let first: Beside | null = null
  for (const end of CAPTION_ENDS) {
    const name = sidecars.get(end)
    const bytes = name === undefined ? null : await read(join(dir, name))
    if (name === undefined || bytes === null || bytes.length > MOST_CAPTION_BYTES) continue
    const file = join(dir, name)
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
  listed: ListedCaptions,
  embedded: boolean,
): Promise<FoundCaption> {
  const { caption: written, caption_by: by, caption_of: of } = entry
  const stale = of !== undefined && sha256 !== null && of !== sha256
  const { file = null, bytes = null } = beside ?? {}
  const faults = beside?.faults ?? []
  if (beside && beside.text !== '') {
    // Changed since by another hand: then nobody here knows who wrote it, and it is a person's until somebody says otherwise.
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
  const list = listedAs(listed, filename)
  if (list !== undefined)
    return { caption: { text: list, place: 'metadata', by: 'import', faults: [], stale: false }, file, bytes, faults }
  const inside = embedded ? await embeddedCaption(join(dir, filename)) : null
  return inside === null
    ? { caption: null, file, bytes, faults }
    : { caption: { text: inside, place: 'embedded', by: 'import', faults: [], stale: false }, file, bytes, faults }
}

/** By the name that the image has, then by one that differs only in case or Unicode form; with its ending before without it. */
const listedAs = ({ exact, folded }: ListedCaptions, filename: string): string | undefined =>
  exact.get(filename) ??
  exact.get(stemOf(filename)) ??
  folded.get(foldedName(filename)) ??
  folded.get(foldedName(stemOf(filename)))
