import type { Readable } from 'node:stream'
import { EvencastError } from '../../domain/error.ts'
import { factsOf } from './cause.ts'
import type { ClientOptions } from './client.ts'
import type { Content } from './content.ts'
import { explain } from './explain.ts'
import { encodeKey, type Location } from './location.ts'
import { parseListing } from './parse-answer.ts'
import { type BucketAnswer, createSender } from './requests.ts'

export interface Head {
  readonly bytes: number
  /** Without quotes; null when the server has none. */
  readonly etag: string | null
  /** ISO 8601, whole seconds. */
  readonly modifiedAt: string
  /** Hash stored by us when we wrote the object; null for an object that another program wrote. */
  readonly sha256: string | null
}

export interface Page {
  readonly objects: readonly {
    readonly key: string
    readonly bytes: number
    readonly etag: string | null
    readonly modifiedAt: string
  }[]
  readonly next: string | null
}

/** Condition for a write, where the server supports it. */
export interface WriteCondition {
  readonly ifMatch?: string
  /** Form of the ETag: in quotes unless the server wants it plain. */
  readonly etags?: 'quoted' | 'plain'
  readonly ifNoneMatch?: '*'
}

/** Requests to one bucket, by full keys. Every failure is an EvencastError with a sentence. */
export interface Bucket {
  /** Returns null when there is no such object. */
  head(key: string, signal?: AbortSignal): Promise<Head | null>
  get(key: string, signal?: AbortSignal): Promise<Head & { readonly body: Readable }>
  /** Writes an object and returns its ETag. */
  put(key: string, content: Content, condition: WriteCondition, signal?: AbortSignal): Promise<string | null>
  /** Copies within the bucket, with metadata; returns false when there is nothing to copy. */
  copy(from: string, to: string): Promise<boolean>
  /** Removes one object. Batch requests are not used: some servers require a Content-MD5 for them, which the client does not send. */
  remove(key: string, signal?: AbortSignal): Promise<void>
  page(
    prefix: string,
    at: { readonly after?: string; readonly token?: string },
    size: number,
    signal?: AbortSignal,
  ): Promise<Page>
}

const SHA256_KEY = 'evencast-sha256'
const SHA256_HEADER = `x-amz-meta-${SHA256_KEY}`
/** The slowest connection on which an upload does not time out. */
const BYTES_PER_MS = 16
/** Bytes that a copy's timeout allows for; a server copies up to 5 GB before it answers. */
const COPYING = 8 * 1024 * 1024

export function openBucket(location: Location, options: ClientOptions): Bucket {
  const send = createSender(location, options)
  const explained =
    (doing: string) =>
    (error: unknown): never => {
      throw explain(error, location, doing)
    }
  const timeoutFor = (bytes: number) => (options.timeouts?.requestMs ?? 60_000) + bytes / BYTES_PER_MS

  return {
    async head(key, signal) {
      try {
        const answer = await send({ method: 'HEAD', key: encodeKey(key), signal })
        await answer.body.dump()
        return headOf(answer)
      } catch (error) {
        return factsOf(error).status === 404 ? null : explained('read objects')(error)
      }
    },
    async get(key, signal) {
      const found = await send({ method: 'GET', key: encodeKey(key), signal }).catch((error: unknown) => {
        if (factsOf(error).name !== 'NoSuchKey') return explained('read objects')(error)
        throw new EvencastError('NOT_FOUND', `${key.slice(location.prefix.length)} is not in the store.`)
      })
      // The reader gets errors of its own; this listener only catches one that arrives after it has stopped reading.
      found.body.on('error', () => {})
      return { ...headOf(found), body: found.body }
    },
    async put(key, content, { ifMatch, etags, ifNoneMatch }, signal) {
      const headers = {
        'Content-Length': String(content.bytes),
        'Content-Type': content.type,
        'Content-MD5': Buffer.from(content.md5, 'hex').toString('base64'),
        [SHA256_HEADER]: content.sha256,
        ...(ifMatch && { 'If-Match': etags === 'plain' ? ifMatch : `"${ifMatch}"` }),
        ...(ifNoneMatch && { 'If-None-Match': ifNoneMatch }),
      }
      const timeoutMs = timeoutFor(content.bytes)
      const answer = await send({ method: 'PUT', key: encodeKey(key), headers, content, timeoutMs, signal }).catch(
        explained('write objects'),
      )
      await answer.body.dump()
      return plainEtag(headerOf(answer, 'etag'))
    },
    async copy(from, to) {
      // Copies are rare, and their answer may turn into an error after its status, so this is left to the SDK, which takes about 150 ms to
      // load.
      const { copyObject } = await import('./copy.ts')
      return copyObject(location, options, { from, to, timeoutMs: timeoutFor(COPYING) }).catch((error: unknown) =>
        factsOf(error).name === 'NoSuchKey' ? false : explained('copy objects')(error),
      )
    },
    async remove(key, signal) {
      const answer = await send({ method: 'DELETE', key: encodeKey(key), signal }).catch(explained('delete objects'))
      await answer.body.dump()
    },
    async page(prefix, { after, token }, size, signal) {
      const query = {
        'list-type': '2',
        prefix,
        'max-keys': String(size),
        // Control characters in a name cannot be written in XML: Swift would answer 500 for the whole listing.
        'encoding-type': 'url',
        ...(token !== undefined ? { 'continuation-token': token } : after !== undefined && { 'start-after': after }),
      }
      const xml = await send({ method: 'GET', key: '', query, signal })
        .then((answer) => answer.body.text())
        .catch(explained('list objects'))
      const listing = await parseListing(xml)
      // An empty body, or a proxy's page with status 200, must not count as an empty bucket: everything would look deleted.
      if (listing?.Name !== location.bucket) return explained('list objects')(new SyntaxError('no listing'))
      const truncated = listing.IsTruncated === 'true'
      if (truncated && !listing.NextContinuationToken)
        throw new EvencastError(
          'UPSTREAM',
          `The listing of “${location.bucket}” broke off. Nothing was changed; try again.`,
        )
      const decode = listing.EncodingType === 'url' ? decodeKey : (key: string) => key
      const objects = listing.Contents.flatMap(({ Key, Size, ETag, LastModified }) => {
        const key = decode(Key)
        // The key is not valid text, so no file has that name.
        if (key === null) return []
        return [{ key, bytes: Number(Size ?? 0), etag: plainEtag(ETag), modifiedAt: wholeSeconds(LastModified) }]
      })
      return { objects, next: truncated ? (listing.NextContinuationToken ?? null) : null }
    },
  }
}

/** Reads the headers. Throws UPSTREAM when the answer did not come from a store, such as a proxy's page. */
function headOf(answer: BucketAnswer): Head {
  if (headerOf(answer, 'etag') === undefined && headerOf(answer, 'last-modified') === undefined)
    throw new EvencastError(
      'UPSTREAM',
      'The response did not come from a store. Check the endpoint and proxies, then try again.',
    )
  const noted = headerOf(answer, SHA256_HEADER) ?? ''
  return {
    bytes: Number(headerOf(answer, 'content-length') ?? 0),
    etag: plainEtag(headerOf(answer, 'etag')),
    modifiedAt: wholeSeconds(headerOf(answer, 'last-modified')),
    sha256: /^[0-9a-f]{64}$/.test(noted) ? noted : null,
  }
}

function headerOf({ headers }: BucketAnswer, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

/** Removes the quotes, which Ceph omits in some answers. */
const plainEtag = (etag: string | undefined): string | null => etag?.replaceAll('"', '') || null

/** Drops fractions of a second, which listings have and headers do not. */
function wholeSeconds(date: string | undefined): string {
  const ms = Date.parse(date ?? '')
  return new Date(Number.isNaN(ms) ? 0 : Math.floor(ms / 1000) * 1000).toISOString()
}

/** Decodes a key; null when the bytes are not UTF-8. Amazon writes a space as a plus sign; every server writes a plus sign as %2B. */
function decodeKey(key: string): string | null {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return null
  }
}
