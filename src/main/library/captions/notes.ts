import type { FileHandle } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import { MOST_IMAGE_BYTES } from '../../kit/image-bytes.ts'
import { openRegular } from '../../kit/read-regular.ts'

/** Text metadata of a picture. */
export interface Notes {
  /** The XMP packet. */
  readonly xmp: string | null
  /** Texts of a PNG, by keyword in lower case. */
  readonly texts: ReadonlyMap<string, string>
}

/** Longer than any caption. Longer texts are skipped, because compressed ones can become gigabytes. */
const MOST_NOTE_BYTES = 65_536
/** Most chunks or segments that are read per file. */
const MOST_PARTS = 10_000
const XMP_KEYWORD = 'xml:com.adobe.xmp'
const XMP_SEGMENT = 'http://ns.adobe.com/xap/1.0/\0'

type Part = readonly [kind: string, content: Buffer]

/** Reads the text metadata of a JPEG, PNG or WebP by its segments, without decoding. Throws the errors of opening the file. */
export async function readNotes(file: string): Promise<Notes> {
  const { handle, bytes } = await openRegular(file, MOST_IMAGE_BYTES)
  try {
    const head = await at(handle, 0, 12)
    const isPng = head.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n'
    const isWebp = head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'
    const parts = isPng ? pngParts(handle, bytes) : isWebp ? webpParts(handle, bytes) : jpegParts(handle, bytes)
    return await notesOf(parts)
  } finally {
    await handle.close()
  }
}

async function at(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const room = Buffer.alloc(length)
  const { bytesRead } = await handle.read(room, 0, length, from)
  return room.subarray(0, bytesRead)
}

async function* pngParts(handle: FileHandle, bytes: number): AsyncGenerator<Part> {
  for (let from = 8, n = 0; from + 12 <= bytes && n < MOST_PARTS; n++) {
    const head = await at(handle, from, 8)
    if (head.length < 8) return
    const [length, kind] = [head.readUInt32BE(0), head.toString('latin1', 4, 8)]
    if (['tEXt', 'zTXt', 'iTXt'].includes(kind) && length <= MOST_NOTE_BYTES)
      yield [kind, await at(handle, from + 8, length)]
    if (kind === 'IEND') return
    from += 12 + length
  }
}

async function* webpParts(handle: FileHandle, bytes: number): AsyncGenerator<Part> {
  for (let from = 12, n = 0; from + 8 <= bytes && n < MOST_PARTS; n++) {
    const head = await at(handle, from, 8)
    if (head.length < 8) return
    const [kind, length] = [head.toString('latin1', 0, 4), head.readUInt32LE(4)]
    if (kind === 'XMP ' && length <= MOST_NOTE_BYTES) yield ['XMP', await at(handle, from + 8, length)]
    from += 8 + length + (length % 2)
  }
}

const START_OF_SCAN = 0xda
const APP1 = 0xe1

async function* jpegParts(handle: FileHandle, bytes: number): AsyncGenerator<Part> {
  for (let from = 2, n = 0; from + 4 <= bytes && n < MOST_PARTS; n++) {
    const head = await at(handle, from, 4)
    const [mark = 0, kind = 0] = head
    if (head.length < 4 || mark !== 0xff || kind === START_OF_SCAN) return
    const length = head.readUInt16BE(2)
    if (length < 2) return
    if (kind === APP1) {
      const content = await at(handle, from + 4, length - 2)
      if (content.toString('latin1', 0, XMP_SEGMENT.length) === XMP_SEGMENT)
        yield ['XMP', content.subarray(XMP_SEGMENT.length)]
    }
    from += 2 + length
  }
}

async function notesOf(parts: AsyncIterable<Part>): Promise<Notes> {
  const texts = new Map<string, string>()
  let xmp: string | null = null
  for await (const [kind, content] of parts) {
    if (kind === 'XMP') xmp ??= content.toString('utf8')
    else {
      const [keyword, text] = textOf(kind, content) ?? []
      if (keyword !== undefined && text !== undefined && !texts.has(keyword)) texts.set(keyword, text)
    }
  }
  return { xmp: xmp ?? texts.get(XMP_KEYWORD) ?? null, texts }
}

/** Parses a PNG text chunk: keyword and, for two of the three kinds, compression flag and language. */
function textOf(kind: string, content: Buffer): readonly [keyword: string, text: string] | null {
  const end = content.indexOf(0)
  if (end < 1) return null
  const keyword = content.toString('latin1', 0, end).toLowerCase()
  if (kind === 'tEXt') return [keyword, content.toString('latin1', end + 1)]
  if (kind === 'zTXt') return inflated(keyword, content.subarray(end + 2), 'latin1')
  const language = content.indexOf(0, end + 3)
  const translated = language < 0 ? -1 : content.indexOf(0, language + 1)
  if (translated < 0) return null
  const text = content.subarray(translated + 1)
  return content[end + 1] === 1 ? inflated(keyword, text, 'utf8') : [keyword, text.toString('utf8')]
}

function inflated(keyword: string, packed: Buffer, encoding: 'latin1' | 'utf8'): readonly [string, string] | null {
  try {
    return [keyword, inflateSync(packed, { maxOutputLength: MOST_NOTE_BYTES }).toString(encoding)]
  } catch {
    return null
  }
}
