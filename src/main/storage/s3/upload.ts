import { EvencastError, systemCode } from '../../domain/error.ts'
import { changedMeanwhile, type StoreObject } from '../store.ts'
import type { Bucket, Head, WriteCondition } from './bucket.ts'
import { type Content, readContent } from './content.ts'
import { isAbort } from './explain.ts'
import type { WritePromises } from './write-promises.ts'

export interface Upload {
  readonly key: string
  /** Keys of the bucket. */
  readonly target: string
  readonly kept: string
  readonly content: Content
  readonly promises: WritePromises
  /** True when a listing has just shown that there is no such object. */
  readonly absent?: boolean | undefined
  /** ETag of the object to be replaced. */
  readonly replaces?: string | null | undefined
  readonly signal?: AbortSignal | undefined
}

/** Reads a file. Throws CONFLICT when it is not the content that was to be uploaded. */
export async function readChecked(
  key: string,
  file: string,
  sha256: string | null,
  signal?: AbortSignal,
): Promise<Content> {
  const content = await readContent(file, signal).catch((error: unknown) => {
    if (systemCode(error) === '' || isAbort(error)) throw error
    throw new EvencastError('UNAVAILABLE', `${file} cannot be read (${systemCode(error)}). Check its drive.`, {
      cause: error,
    })
  })
  if (sha256 !== null && content.sha256 !== sha256)
    throw new EvencastError('CONFLICT', `${key} changed while it was being copied. Sync again.`)
  return content
}

/** Writes an object after keeping the existing one, and verifies that it arrived. Does nothing when the same content is there already. */
export async function upload(
  bucket: Bucket,
  { key, target, kept, content, promises, absent = false, replaces = null, signal }: Upload,
): Promise<StoreObject> {
  // Where the server refuses to overwrite, no check is needed before each write.
  const there = absent && promises.ifNoneMatch ? null : await bucket.head(target, signal)
  if (there && holds(there, content)) return objectOf(key, there)
  if (replaces !== null && there?.etag !== replaces) throw changedMeanwhile(key)
  if (there) await keepCopy(bucket, target, kept, there)
  try {
    const etag = await bucket.put(target, content, conditionFor(there, promises), signal)
    if (etag === content.md5) return { key, bytes: content.bytes, etag, modifiedAt: new Date().toISOString() }
  } catch (error) {
    // The client retries a request whose answer was lost, and the retry is then refused because the first try had succeeded.
    const arrived = error instanceof EvencastError && error.code === 'CONFLICT' && (await bucket.head(target, signal))
    if (arrived && holds(arrived, content)) return objectOf(key, arrived)
    throw error
  }
  const arrived = await bucket.head(target, signal)
  if (arrived?.bytes !== content.bytes || arrived.sha256 !== content.sha256)
    throw new EvencastError('UPSTREAM', `${key} was damaged on upload. Sync again.`)
  return objectOf(key, arrived)
}

/**
 * Returns the condition that guards against concurrent writes. The replaced object was kept before, even if the condition has no effect.
 */
function conditionFor(there: Head | null, promises: WritePromises): WriteCondition {
  if (!there) return promises.ifNoneMatch ? { ifNoneMatch: '*' } : {}
  return promises.ifMatch && there.etag !== null ? { ifMatch: there.etag, etags: promises.ifMatch } : {}
}

/**
 * Copies the existing object to the trash; the first copy kept under this id stays. Verifies the copy instead of trusting the server's
 * answer.
 */
export async function keepCopy(bucket: Bucket, from: string, to: string, there: Head): Promise<void> {
  if (await bucket.head(to)) return
  if (!(await bucket.copy(from, to))) return
  if ((await bucket.head(to))?.bytes !== there.bytes)
    throw new EvencastError('CONFLICT', `${from} changed while it was moved into the store's trash. Sync again.`)
}

export const objectOf = (key: string, { bytes, etag, modifiedAt }: Head): StoreObject => ({
  key,
  bytes,
  etag,
  modifiedAt,
})

const MD5 = /^[0-9a-f]{32}$/

/** Returns true when the object has this content. The stored hash counts only where the ETag is not an MD5, as after a multipart upload. */
const holds = (there: Head, { bytes, md5, sha256 }: Content): boolean =>
  there.bytes === bytes && (there.etag === md5 || (there.sha256 === sha256 && !MD5.test(there.etag ?? '')))
