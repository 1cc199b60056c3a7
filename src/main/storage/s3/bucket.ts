import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { EvencastError } from '../../domain/error.ts'
import { factsOf } from './cause.ts'
import { type ClientOptions, createClient } from './client.ts'
import { explain } from './explain.ts'
import type { Content } from './content.ts'
import { encodeKey, type Location } from './location.ts'

export interface Head {
  readonly bytes: number
  /** Without quotes; null when the server has none. */
  readonly etag: string | null
  /** ISO 8601, whole seconds. */
  readonly modifiedAt: string
  /** As we noted it when we wrote the object; null for one of somebody else's. */
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

/** What must hold for a write to happen, where the server keeps such promises. */
export interface WriteCondition {
  readonly ifMatch?: string
  readonly ifNoneMatch?: '*'
}

/** The requests to one bucket, by whole keys. Every failure is an EvencastError with a sentence. */
export interface Bucket {
  /** Null when there is no such object. */
  head(key: string, signal?: AbortSignal): Promise<Head | null>
  get(key: string, signal?: AbortSignal): Promise<Head & { readonly body: Readable }>
  /** Its ETag. */
  put(key: string, content: Content, condition: WriteCondition, signal?: AbortSignal): Promise<string | null>
  /** Within the bucket, with its metadata; false when there is nothing to copy. */
  copy(from: string, to: string): Promise<boolean>
  /** One by one: the batch request wants a Content-MD5 on some servers, which the client does not send. */
  remove(key: string): Promise<void>
  page(
    prefix: string,
    at: { readonly after?: string; readonly token?: string },
    size: number,
    signal?: AbortSignal,
  ): Promise<Page>
}

const SHA256_KEY = 'evencast-sha256'
/** The slowest connection on which an upload does not time out. */
const BYTES_PER_MS = 16
/** A server copies up to 5 GB before it answers. */
const COPYING = 8 * 1024 * 1024

export function openBucket(location: Location, options: ClientOptions): Bucket {
  const client = createClient(location, options)
  const Bucket = location.bucket
  const explained =
    (doing: string) =>
    (error: unknown): never => {
      throw explain(error, location, doing)
    }
  const sending = (bytes: number, signal: AbortSignal | undefined) => ({
    ...abortBy(signal),
    requestTimeout: (options.timeouts?.requestMs ?? 60_000) + bytes / BYTES_PER_MS,
  })

  return {
    async head(Key, signal) {
      try {
        return headOf(await client.send(new HeadObjectCommand({ Bucket, Key }), abortBy(signal)))
      } catch (error) {
        return factsOf(error).status === 404 ? null : explained('read objects')(error)
      }
    },
    async get(Key, signal) {
      const found = await client
        .send(new GetObjectCommand({ Bucket, Key }), abortBy(signal))
        .catch((error: unknown) => {
          if (factsOf(error).name !== 'NoSuchKey') return explained('read objects')(error)
          throw new EvencastError('NOT_FOUND', `${Key.slice(location.prefix.length)} is not in the store.`)
        })
      if (!(found.Body instanceof Readable))
        throw new EvencastError('UPSTREAM', `${Key} came without content. Try again.`)
      return { ...headOf(found), body: found.Body }
    },
    async put(Key, content, { ifMatch, ifNoneMatch }, signal) {
      const command = new PutObjectCommand({
        Bucket,
        Key,
        Body: content.body(),
        ContentLength: content.bytes,
        ContentType: content.type,
        ContentMD5: Buffer.from(content.md5, 'hex').toString('base64'),
        Metadata: { [SHA256_KEY]: content.sha256 },
        ...(ifMatch && { IfMatch: `"${ifMatch}"` }),
        ...(ifNoneMatch && { IfNoneMatch: ifNoneMatch }),
      })
      const { ETag } = await client.send(command, sending(content.bytes, signal)).catch(explained('write objects'))
      return plainEtag(ETag)
    },
    async copy(from, to) {
      const CopySource = `${Bucket}/${encodeKey(from)}`
      try {
        await client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource }), sending(COPYING, undefined))
        return true
      } catch (error) {
        return factsOf(error).name === 'NoSuchKey' ? false : explained('copy objects')(error)
      }
    },
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key })).catch(explained('delete objects'))
    },
    async page(Prefix, { after, token }, MaxKeys, signal) {
      const command = new ListObjectsV2Command({
        Bucket,
        Prefix,
        MaxKeys,
        // Control characters in a name cannot be written in XML: Swift would answer 500 for the whole listing.
        EncodingType: 'url',
        ...(token !== undefined ? { ContinuationToken: token } : after !== undefined && { StartAfter: after }),
      })
      const answer = await client.send(command, abortBy(signal)).catch(explained('list objects'))
      if (answer.IsTruncated && !answer.NextContinuationToken)
        throw new EvencastError('UPSTREAM', `The listing of “${Bucket}” broke off. Nothing was changed; try again.`)
      const decode = answer.EncodingType === 'url' ? decodeKey : (key: string) => key
      const objects = (answer.Contents ?? []).flatMap(({ Key, Size, ETag, LastModified }) => {
        const key = Key === undefined ? null : decode(Key)
        // No text at all: no file is called so.
        if (key === null) return []
        return [{ key, bytes: Size ?? 0, etag: plainEtag(ETag), modifiedAt: wholeSeconds(LastModified) }]
      })
      return { objects, next: answer.IsTruncated ? (answer.NextContinuationToken ?? null) : null }
    },
  }
}

const abortBy = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {})

interface HeadAnswer {
  readonly ContentLength?: number | undefined
  readonly ETag?: string | undefined
  readonly LastModified?: Date | undefined
  readonly Metadata?: Readonly<Record<string, string>> | undefined
}

function headOf({ ContentLength, ETag, LastModified, Metadata }: HeadAnswer): Head {
  const noted = Metadata?.[SHA256_KEY] ?? ''
  return {
    bytes: ContentLength ?? 0,
    etag: plainEtag(ETag),
    modifiedAt: wholeSeconds(LastModified),
    sha256: /^[0-9a-f]{64}$/.test(noted) ? noted : null,
  }
}

/** Ceph leaves the quotes out in some answers. */
const plainEtag = (etag: string | undefined): string | null => etag?.replaceAll('"', '') || null

/** Listings have fractions of a second, headers have not. */
const wholeSeconds = (date: Date | undefined): string =>
  new Date(Math.floor((date?.getTime() ?? 0) / 1000) * 1000).toISOString()

/** Null when the bytes are no UTF-8. Amazon writes a space as a plus sign; everybody writes a plus sign as %2B. */
function decodeKey(key: string): string | null {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return null
  }
}
