import { readFile } from 'node:fs/promises'
import { type Context, Hono } from 'hono'
import type { Crop } from '../domain/crop.ts'
import { EvencastError, messageOf } from '../domain/error.ts'
import { type ArchivedFile, zipOf } from './archive.ts'
import { original, type ToJpeg } from './original.ts'
import { PLACEHOLDER_SVG } from './placeholder.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { imageType } from '../kit/image-type.ts'
import { THUMB_SIZES, type Thumbnails } from './thumbnails.ts'
import { FOREVER, uiResponse } from './ui-files.ts'

/** A file of the opened library, with the `v` in URLs of its current content. */
export interface MediaFile {
  readonly file: string
  readonly version: string
  /** SHA-256 of that content; null until it was read. */
  readonly sha256: string | null
  /** Part of the picture to show; all of it without a crop. */
  readonly crop?: Crop | null
}

/** A file that is generated while it is sent. */
interface Download {
  readonly filename: string
  readonly type: string
  chunks(signal?: AbortSignal): AsyncIterable<string | Uint8Array>
}

export interface WebOptions {
  readonly thumbnails: Thumbnails
  readonly toJpeg?: ToJpeg | undefined
  /** Returns null when the image does not exist or no longer exists; a renderer knows only ids. */
  readonly image: (imageId: string) => MediaFile | null
  readonly base: (actorId: string) => MediaFile | null
  /** Returns an image in the trash, by the id of its item. */
  readonly trashed?: ((trashId: string) => Promise<MediaFile | null>) | undefined
  /** Returns a picture in a snapshot, by the SHA-256 of its content. */
  readonly kept?: ((sha256: string) => MediaFile | null) | undefined
  /** Returns those of these images that exist. */
  readonly archived?: ((imageIds: readonly string[]) => readonly ArchivedFile[]) | undefined
  /** Returns an export that a window prepared; null when it is unknown or expired. */
  readonly download?: ((downloadId: string) => Download | null) | undefined
  /** Folder of the built interface; without it only images are served. */
  readonly uiDir?: string | undefined
  /** Served as `/licences.txt`. */
  readonly licencesFile?: string | undefined
  readonly onError?: ((error: unknown) => void) | undefined
}

/** As many ids as fit into a URL. */
const MOST_ARCHIVED = 1000

/**
 * Serves the interface and the images: `/thumb/:imageId`, `/image/:imageId` (`whole=1`: without its crop), `/base/:actorId`,
 * `/trash/:trashId`, `/snapshot/:sha256` (with `v`, and `size` of 256 or 512 for a thumbnail), `/images.zip?ids=1,2`,
 * `/download/:downloadId`, `/health` and the files of `uiDir`. GET and HEAD only; security headers on every response. A file that cannot be
 * shown is answered with a placeholder picture and status 200, an unknown id with the same picture and 404.
 */
export function createWeb(options: WebOptions): (request: Request) => Promise<Response> {
  const { thumbnails, uiDir, onError } = options
  const app = new Hono()

  app.use(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') await next()
    else c.res = c.text('Only GET and HEAD.', 405, { allow: 'GET, HEAD' })
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value)
  })
  app.get('/health', (c) => c.json({ ok: true }, 200, { 'cache-control': 'no-store' }))
  app.get('/thumb/:id', (c) => serve(c, options.image(c.req.param('id')), sizeOf(c) ?? 256))
  app.get('/trash/:id', async (c) => serve(c, (await options.trashed?.(c.req.param('id'))) ?? null, sizeOf(c) ?? 256))
  app.get('/snapshot/:sha256', (c) => serve(c, options.kept?.(c.req.param('sha256')) ?? null, sizeOf(c) ?? 256))
  app.get('/image/:id', (c) => serve(c, options.image(c.req.param('id')), null))
  app.get('/base/:id', (c) => serve(c, options.base(c.req.param('id')), sizeOf(c)))
  app.get('/images.zip', (c) => {
    const ids = (c.req.query('ids') ?? '').split(',')
    if (ids.length > MOST_ARCHIVED) {
      const message = `${ids.length} images are too many for one archive: ask for at most ${MOST_ARCHIVED}.`
      return c.text(message, 413, { 'cache-control': 'no-store' })
    }
    const files = options.archived?.(ids) ?? []
    if (files.length === 0) return c.text('These images are no longer there.', 404, { 'cache-control': 'no-store' })
    const headers = { 'content-type': 'application/zip', 'cache-control': 'no-store' }
    return c.req.method === 'HEAD' ? c.body(null, 200, headers) : c.body(zipOf(files), 200, headers)
  })
  app.get('/download/:id', (c) => {
    const found = options.download?.(c.req.param('id')) ?? null
    if (!found) return c.text('This export is no longer there. Export again.', 404, { 'cache-control': 'no-store' })
    const headers = {
      'content-type': found.type,
      'content-disposition': `attachment; filename="${found.filename}"`,
      'cache-control': 'no-store',
    }
    return c.req.method === 'HEAD'
      ? c.body(null, 200, headers)
      : c.body(streamOf(found.chunks(c.req.raw.signal)), 200, headers)
  })
  app.get('/licences.txt', async (c) => {
    const text = options.licencesFile && (await readFile(options.licencesFile, 'utf8').catch(() => null))
    return c.text(text || 'The licences are put together when Evencast is packaged: npm run licences.', 200, {
      'cache-control': 'no-cache',
    })
  })
  app.get('*', async (c) => {
    const found = uiDir === undefined ? null : await uiResponse(uiDir, new URL(c.req.url).pathname)
    return found ?? c.html(NOT_FOUND_PAGE, 404, { 'cache-control': 'no-store' })
  })
  app.onError((error, c) => {
    if (!(error instanceof EvencastError)) onError?.(error)
    const message = error instanceof EvencastError ? messageOf(error) : 'Something went wrong; see the log for details.'
    return c.text(message, 500, { ...SECURITY_HEADERS, 'cache-control': 'no-store' })
  })

  async function serve(c: Context, found: MediaFile | null, size: (typeof THUMB_SIZES)[number] | null) {
    if (!found) return placeholder(c, 404)
    try {
      // Only the URL of the current content may be cached: an old `v` must not pin new bytes.
      const cache = c.req.query('v') === found.version ? FOREVER : 'no-cache'
      if (size === null) {
        const crop = c.req.query('whole') === undefined ? (found.crop ?? null) : null
        const given = { file: found.file, crop, cacheControl: cache, toJpeg: options.toJpeg }
        return (await original(c.req.raw, given)) ?? placeholder(c, 200)
      }
      const bytes = await thumbnails.get(found, size, c.req.raw.signal)
      const type = bytes && imageType(bytes)
      if (!bytes || !type) return placeholder(c, 200)
      return c.body(new Uint8Array(bytes), 200, { 'content-type': type, 'cache-control': cache })
    } catch (error) {
      if (!c.req.raw.signal.aborted) onError?.(error)
      return placeholder(c, 404)
    }
  }

  return async (request) => app.fetch(request)
}

/** Streams chunks on demand; a client that disconnects stops their generation. */
function streamOf(chunks: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done === true) controller.close()
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : new Uint8Array(value))
    },
    async cancel() {
      await pieces.return?.()
    },
  })
}

const sizeOf = (c: Context) => THUMB_SIZES.find((size) => String(size) === c.req.query('size')) ?? null

const placeholder = (c: Context, status: 200 | 404): Response =>
  c.body(PLACEHOLDER_SVG, status, { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' })

const NOT_FOUND_PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not found – Evencast</title>
<h1>There is nothing here</h1>
<p><a href="/">Back to Evencast</a></p>
</html>
`
