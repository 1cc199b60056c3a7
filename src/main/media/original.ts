import { Readable } from 'node:stream'
import type { Crop } from '../domain/crop.ts'
import { imageType } from '../kit/image-type.ts'
import { ownDecoder } from '../kit/picture/own-decoders.ts'
import { trueFormat } from '../kit/picture/true-format.ts'
import { openRegular } from '../kit/read-regular.ts'

/** Enough bytes to detect a file's format. */
const HEAD_BYTES = 256

/** Converts a file that browsers do not support, or a crop of any file, to JPEG in a worker thread; null when it cannot be decoded. */
export type ToJpeg = (file: string, crop?: Crop) => Promise<Uint8Array | null>

interface Original {
  readonly file: string
  /** Part of the picture to show; null for all of it. */
  readonly crop: Crop | null
  readonly cacheControl: string
  readonly toJpeg?: ToJpeg | undefined
}

/**
 * Streams an image file, or the requested range of it, so that little of it is in memory at a time. A crop, or a format that browsers do
 * not support, is sent as a JPEG. Null when its content is not an image format that is served. Throws UnfitFileError when it is not a
 * regular file.
 */
export async function original(
  request: Request,
  { file, crop, cacheControl, toJpeg }: Original,
): Promise<Response | null> {
  const { handle, bytes } = await openRegular(file, Number.POSITIVE_INFINITY)
  try {
    const { buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const type = imageType(buffer)
    const range = rangeOf(request.headers.get('range'), bytes)
    const headers = { 'content-type': type ?? '', 'cache-control': cacheControl, 'accept-ranges': 'bytes' }
    const unread = type === null && ownDecoder(trueFormat(buffer)) !== undefined
    if (toJpeg && (unread || (crop && type !== null))) {
      await handle.close()
      return converted(await toJpeg(file, crop ?? undefined), cacheControl)
    }
    if (type === null || request.method === 'HEAD' || range === 'unsatisfiable') {
      await handle.close()
      if (type === null) return null
      if (range === 'unsatisfiable')
        return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes}` } })
      return new Response(null, { headers: { ...headers, 'content-length': String(bytes) } })
    }
    const { start, end } = range ?? { start: 0, end: bytes - 1 }
    const body = Readable.toWeb(handle.createReadStream({ start, end })) as ReadableStream<Uint8Array>
    const length = { 'content-length': String(end - start + 1) }
    if (range === null) return new Response(body, { headers: { ...headers, ...length } })
    const contentRange = { 'content-range': `bytes ${start}-${end}/${bytes}` }
    return new Response(body, { status: 206, headers: { ...headers, ...length, ...contentRange } })
  } catch (error) {
    await handle.close().catch(() => undefined)
    throw error
  }
}

const converted = (jpeg: Uint8Array | null, cacheControl: string): Response | null =>
  jpeg &&
  new Response(new Uint8Array(jpeg), { headers: { 'content-type': 'image/jpeg', 'cache-control': cacheControl } })

/** Parses one range, as browsers request it; null for none, or for several, which are answered with the whole file. */
function rangeOf(header: string | null, bytes: number): { start: number; end: number } | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return null
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from)
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)
  return start > end ? 'unsatisfiable' : { start, end }
}
