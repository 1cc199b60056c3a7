import type { Metadata } from 'sharp'

/** Longest name that is accepted; names are shown and compared. */
const LONGEST = 80
/** Most characters that are searched: a prompt or a whole graph of nodes may follow, but the model is named near the start or the end. */
const LONGEST_TEXT = 1_000_000

const TAGS = { 0x010f: 'make', 0x0110: 'model', 0x0131: 'software' } as const
const isTag = (tag: number): tag is keyof typeof TAGS => Object.hasOwn(TAGS, tag)
type Named = { [Name in (typeof TAGS)[keyof typeof TAGS]]?: string }

/** ASCII, the type of all text in EXIF. */
const ASCII = 2
const ENTRY_BYTES = 12

/**
 * Returns the camera that took a picture, otherwise the generator or program that wrote it, as named in its header: EXIF (Make, Model,
 * Software of the first directory), PNG texts as image generators write them, XMP's CreatorTool. Returns null when none is named.
 */
export function madeWith({
  exif,
  comments,
  xmpAsString,
}: Pick<Metadata, 'exif' | 'comments' | 'xmpAsString'>): string | null {
  const { make = '', model = '', software } = exif ? firstDirectory(exif) : {}
  const [brand = ''] = make.toLowerCase().split(' ')
  const camera = model.toLowerCase().startsWith(brand) ? model : `${make} ${model}`
  return (
    clean(camera) ??
    generatorIn(comments ?? []) ??
    clean(software) ??
    clean(/CreatorTool(?:>|=")([^<"]*)/.exec(xmpAsString ?? '')?.[1])
  )
}

/** Puts a name on one line without control characters; null when nothing is left or it is too long. */
function clean(text: string | undefined): string | null {
  const name = (text ?? '').replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return name === '' || name.length > LONGEST ? null : name
}

/**
 * Matches a model in each program's form: `"ckpt_name": "x.safetensors"` (ComfyUI), `Model: x` (AUTOMATIC1111, Forge), `"model": {"name":
 * "x"` (InvokeAI).
 */
const MODEL = /"ckpt_name":\s*"([^"]+)"|\bModel: ([^,\n]+)|"model":\s*\{[^{}]*?"(?:model_)?name":\s*"([^"]+)"/

/** Keywords of PNG texts, with the program that writes them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  parameters: 'Stable Diffusion',
  workflow: 'ComfyUI',
  prompt: 'ComfyUI',
  invokeai_metadata: 'InvokeAI',
  'sd-metadata': 'InvokeAI',
  Dream: 'InvokeAI',
}

function generatorIn(comments: NonNullable<Metadata['comments']>): string | null {
  for (const { keyword, text } of comments) {
    const program = Object.hasOwn(PROGRAMS, keyword) ? PROGRAMS[keyword] : undefined
    if (program === undefined) continue
    const [, ...found] = MODEL.exec(text.slice(0, LONGEST_TEXT)) ?? []
    const model = clean(found.find(Boolean)?.replace(/\.(?:safetensors|ckpt|gguf)$/, ''))
    return model === null ? program : `${program} · ${model}`
  }
  return clean(comments.find(({ keyword }) => keyword === 'Software')?.text)
}

/**
 * Reads the texts of an EXIF block's first directory (TIFF 6.0, section 2); parts beyond the block count as missing. Readers of all tags
 * allocate arrays of any size that a block claims: exif-reader 2.0.3 takes 850 MB for one of 32 kB.
 */
function firstDirectory(block: Buffer): Named {
  const start = block.toString('latin1', 0, 4) === 'Exif' ? 6 : 0
  const tiff = block.subarray(start)
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const two = (at: number): number =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const four = (at: number): number =>
    at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)
  const directory = four(4)
  const found: Named = {}
  for (let n = 0; n < two(directory); n++) {
    const at = directory + 2 + n * ENTRY_BYTES
    if (at + ENTRY_BYTES > tiff.length) break
    const tag = two(at)
    const length = four(at + 4)
    if (!isTag(tag) || two(at + 2) !== ASCII) continue
    const from = length <= 4 ? at + 8 : four(at + 8)
    found[TAGS[tag]] = tiff.toString('utf8', from, Math.min(from + length, tiff.length)).replace(/\0.*$/s, '')
  }
  return found
}
