import { EvencastError, systemCode } from '../../domain/error.ts'
import { changedMeanwhile, type StoreObject } from '../store.ts'
import type { Bucket, Head, WriteCondition } from './bucket.ts'
import { type Content, readContent } from './content.ts'
import { isAbort } from './explain.ts'
import type { WritePromises } from './write-promises.ts'

export interface Upload {
  readonly key: string
  /** As keys of the bucket. */
  readonly target: string
  readonly kept: string
  readonly content: Content
  readonly promises: WritePromises
  /** Nothing was there a moment ago. */
  readonly absent?: boolean | undefined
  /** ETag of what is to be replaced. */
  readonly replaces?: string | null | undefined
  readonly signal?: AbortSignal | undefined
}

/** Throws CONFLICT when the file is not what was to be uploaded. */
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

/** Puts an object in place, having kept what was there, and sees to it that it arrived. Nothing to do when it lies there already. */
export async function upload(
  bucket: Bucket,
  { key, target, kept, content, promises, absent = false, replaces = null, signal }: Upload,
): Promise<StoreObject> {
  // Where a write onto something is refused, there is no need to ask before each one.
  const there = absent && promises.ifNoneMatch ? null : await bucket.head(target, signal)
  if (there && holds(there, content)) return objectOf(key, there)
  if (replaces !== null && there?.etag !== replaces) throw changedMeanwhile(key)
  if (there) await keepCopy(bucket, target, kept, there)
  try {
    const etag = await bucket.put(target, content, conditionFor(there, promises), signal)
    if (etag === content.md5) return { key, bytes: content.bytes, etag, modifiedAt: new Date().toISOString() }
  } catch (error) {
    // The client repeats a request whose answer was lost, and is then refused because of its own first try.
    const arrived = error instanceof EvencastError && error.code === 'CONFLICT' && (await bucket.head(target, signal))
    if (arrived && holds(arrived, content)) return objectOf(key, arrived)
    throw error
  }
  const arrived = await bucket.head(target, signal)
  if (arrived?.bytes !== content.bytes || arrived.sha256 !== content.sha256)
    throw new EvencastError('UPSTREAM', `${key} was damaged on upload. Sync again.`)
  return objectOf(key, arrived)
}

/** A guard against others who write at the same moment; what is replaced was kept before, whether or not it holds. */
function conditionFor(there: Head | null, promises: WritePromises): WriteCondition {
  if (!there) return promises.ifNoneMatch ? { ifNoneMatch: '*' } : {}
  return promises.ifMatch && there.etag !== null ? { ifMatch: there.etag, etags: promises.ifMatch } : {}
}

/** A copy in the trash of what is there; the first one kept under this id stays. Does not trust the server's word for it. */
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

/** Our note counts only where the ETag is no MD5, as after an upload in parts. */
const holds = (there: Head, { bytes, md5, sha256 }: Content): boolean =>
  there.bytes === bytes && (there.etag === md5 || (there.sha256 === sha256 && !MD5.test(there.etag ?? '')))
