import type { Metadata } from 'sharp'

/** Names are shown, and compared: longer ones are none. */
const LONGEST = 80
/** A prompt, or the whole graph of nodes that a picture was made with, may follow; the model is named near its beginning or its end. */
const LONGEST_TEXT = 1_000_000

const TAGS = { 0x010f: 'make', 0x0110: 'model', 0x0131: 'software' } as const
const isTag = (tag: number): tag is keyof typeof TAGS => Object.hasOwn(TAGS, tag)
type Named = { [Name in (typeof TAGS)[keyof typeof TAGS]]?: string }

/** ASCII, the type of all text in EXIF. */
const ASCII = 2
const ENTRY_BYTES = 12

/**
 * The camera that took a picture, else the generator or the program that wrote it, as its header names it: EXIF (Make, Model, Software of the
 * first directory), the texts of a PNG as image generators write them, XMP's CreatorTool. Null where it names none.
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

/** On one line, without what is no letter; null where nothing is left. */
function clean(text: string | undefined): string | null {
  const name = (text ?? '').replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return name === '' || name.length > LONGEST ? null : name
}

/** What is said in each way of a model: `"ckpt_name": "x.safetensors"` (ComfyUI), `Model: x` (AUTOMATIC1111, Forge), `"model": {"name": "x"` (InvokeAI). */
const MODEL = /"ckpt_name":\s*"([^"]+)"|\bModel: ([^,\n]+)|"model":\s*\{[^{}]*?"(?:model_)?name":\s*"([^"]+)"/

/** Keywords of PNG texts by the program that writes them. */
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
 * The texts of an EXIF block's first directory (TIFF 6.0, section 2). Whatever does not fit into the block is not there. Readers of all tags make
 * arrays of whatever counts a block claims: exif-reader 2.0.3 takes 850 MB for one of 32 kB.
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
