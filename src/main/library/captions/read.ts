import { readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { BY_HUMAN, type Caption, type CaptionFault } from '../../domain/caption/caption.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import { isMissing, unavailable } from '../presence.ts'
import type { CaptionFiles } from './caption-files.ts'
import { embeddedCaption } from './embedded.ts'
import { readFolderMetadata } from './folder-metadata.ts'
import { CAPTION_ENDS } from './sources.ts'
import { type CaptionText, captionTextOf } from './text.ts'
import { inParallel } from '../../kit/in-parallel.ts'

/** More than any trainer's text encoder takes; a larger file of that name is something else. */
export const MOST_CAPTION_BYTES = 65_536

type CaptionEnd = (typeof CAPTION_ENDS)[number]

const FILES_AT_ONCE = 16

export const stemOf = (name: string): string => name.slice(0, name.length - extname(name).length)

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
  const sidecars = sidecarsByStem(names)
  const listed = await readFolderMetadata(dir, names)
  const ownOf = ({ filename }: Captioned) => sidecars.get(stemOf(filename)) ?? NONE
  const read = await files.reader(images.flatMap((image) => [...ownOf(image).values()].map((name) => join(dir, name))))
  const found = new Map<string, FoundCaption>()
  await inParallel(images, FILES_AT_ONCE, async (image) => {
    const beside = await readBeside(dir, ownOf(image), read)
    found.set(image.filename, await settled(dir, image, beside, listed, embedded))
  })
  return found
}

function sidecarsByStem(names: readonly string[]): ReadonlyMap<string, ReadonlyMap<CaptionEnd, string>> {
  const found = new Map<string, Map<CaptionEnd, string>>()
  for (const name of names) {
    const dot = name.lastIndexOf('.')
    const ending = name.slice(dot + 1).toLowerCase()
    const end = CAPTION_ENDS.find((each) => each === ending)
    if (end === undefined || dot < 1 || name.startsWith('.')) continue
    const stem = name.slice(0, dot)
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

const NONE: ReadonlyMap<CaptionEnd, string> = new Map()

/** The first that says something, else the first that is there. */
async function readBeside(
  dir: string,
  sidecars: ReadonlyMap<CaptionEnd, string>,
  read: CaptionFiles['read'],
): Promise<Beside | null> {
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
  listed: ReadonlyMap<string, string>,
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
  const list = listed.get(filename) ?? listed.get(stemOf(filename))
  if (list !== undefined)
    return { caption: { text: list, place: 'metadata', by: 'import', faults: [], stale: false }, file, bytes, faults }
  const inside = embedded ? await embeddedCaption(join(dir, filename)) : null
  return inside === null
    ? { caption: null, file, bytes, faults }
    : { caption: { text: inside, place: 'embedded', by: 'import', faults: [], stale: false }, file, bytes, faults }
}
