import { EvencastError } from '../../domain/error.ts'
import { abortable } from '../../kit/abortable.ts'
import type { Store } from '../store.ts'
import type { Bucket, Head } from './bucket.ts'
import type { ClientOptions } from './client.ts'
import { downloadTo, hashObject } from './download.ts'
import { listBucket } from './list.ts'
import { fullKey, type LocationOptions, parseLocation, trashKey, urlsOf } from './location.ts'
import { keepCopy, objectOf, readChecked, upload } from './upload.ts'
import { probe, type PromiseMemory, promisesOf, type WritePromises } from './write-promises.ts'

export interface S3Options extends LocationOptions, ClientOptions {
  /** Best shared by all stores of a program, so that each endpoint is probed only once. */
  readonly memory?: PromiseMemory | undefined
}

export interface S3Store extends Store {
  /** Tests the connection and returns the conditional writes that the server supports. */
  testConnection(signal?: AbortSignal): Promise<WritePromises>
}

/** Shorter timeouts for a connection test, because a person waits for the result. */
const HASTE: ClientOptions = { timeouts: { connectMs: 4000, requestMs: 10_000, idleMs: 10_000 }, attempts: 2 }

/** Creates a mirror below `s3://bucket/prefix` without contacting it. Throws BAD_INPUT for an invalid location. */
export function createS3Store(options: S3Options): S3Store {
  const location = parseLocation(options)
  const memory = options.memory ?? new Map<string, WritePromises>()
  let opened: Promise<Bucket> | undefined
  // The client is loaded only when it is needed, because that takes about 150 ms.
  const bucketOf = () => (opened ??= import('./bucket.ts').then(({ openBucket }) => openBucket(location, options)))
  let trying: { readonly found: Promise<WritePromises>; readonly signal: AbortSignal | undefined } | undefined
  /** Uploads that start together share one probe; when its signal is aborted, another upload starts a new one. */
  async function promises(bucket: Bucket, signal: AbortSignal | undefined): Promise<WritePromises> {
    for (;;) {
      const now = (trying ??= { found: promisesOf(bucket, location, memory, signal), signal })
      try {
        return await (signal ? abortable(now.found, signal) : now.found)
      } catch (error) {
        signal?.throwIfAborted()
        if (trying === now) trying = undefined
        if (!now.signal?.aborted) throw error
      }
    }
  }

  return {
    url: location.url,
    urlOf: urlsOf(location),
    async *list(signal, folder) {
      const below = folder === undefined ? '' : `${folder}/`
      for await (const object of listBucket(await bucketOf(), location.prefix + below, signal))
        yield { ...object, key: below + object.key }
    },
    async prepare() {
      await (await bucketOf()).page(location.prefix, {}, 1)
    },
    async testConnection(signal) {
      const { openBucket } = await import('./bucket.ts')
      const bucket = openBucket(location, { ...HASTE, ...options })
      await bucket.page(location.prefix, {}, 1, signal)
      signal?.throwIfAborted()
      return probe(bucket, location, signal)
    },
    async download(key, file, signal) {
      await downloadTo(await bucketOf(), location, key, file, signal)
    },
    async put(key, file, { sha256, trashId, absent, replaces, signal }) {
      const target = fullKey(location, key)
      const kept = trashKey(location, key, trashId)
      const content = await readChecked(key, file, sha256, signal)
      const bucket = await bucketOf()
      const object = await upload(bucket, {
        key,
        target,
        kept,
        content,
        promises: await promises(bucket, signal),
        absent,
        replaces,
        signal,
      })
      return { ...object, sha256: content.sha256 }
    },
    async remove(key, trashId) {
      const target = fullKey(location, key)
      const kept = trashKey(location, key, trashId)
      const bucket = await bucketOf()
      const there = await bucket.head(target)
      if (!there) return
      await keepCopy(bucket, target, kept, there)
      await bucket.remove(target)
      // A proxy may answer any request with success.
      if (await bucket.head(target))
        throw new EvencastError(
          'UPSTREAM',
          `${key} is still in the store after it was deleted. Check the endpoint, then sync again.`,
        )
    },
    async restore(key, trashId) {
      const target = fullKey(location, key)
      const from = trashKey(location, key, trashId)
      const bucket = await bucketOf()
      const kept = await bucket.head(from)
      if (!kept) throw new EvencastError('NOT_FOUND', `${key} is no longer in the store's trash.`)
      const there = await bucket.head(target)
      // The same object is there already when an earlier restore was interrupted before its end.
      if (there && !isCopy(there, kept)) throw new EvencastError('CONFLICT', `${key} is already back in the store.`)
      if (!there) await bucket.copy(from, target)
      const back = there ?? (await bucket.head(target))
      if (back?.bytes !== kept.bytes)
        throw new EvencastError('UPSTREAM', `${key} could not be restored from the store's trash. Try again.`)
      await bucket.remove(from)
      return objectOf(key, back)
    },
    async purge(key, trashId) {
      const kept = trashKey(location, key, trashId)
      await (await bucketOf()).remove(kept)
    },
    async sha256(key, signal) {
      const bucket = await bucketOf()
      const noted = (await bucket.head(fullKey(location, key), signal))?.sha256
      return noted ?? hashObject(bucket, location, key, signal)
    },
  }
}

/** Returns true when both are the same content. Hashes count too, because a copy of a multipart upload gets another ETag. */
const isCopy = (one: Head, other: Head): boolean =>
  one.bytes === other.bytes && ((one.sha256 !== null && one.sha256 === other.sha256) || one.etag === other.etag)
