import { randomUUID } from 'node:crypto'
import { EvencastError } from '../../domain/error.ts'
import { STORE_TRASH } from '../store.ts'
import type { Bucket, WriteCondition } from './bucket.ts'
import { contentOf } from './content.ts'
import type { Location } from './location.ts'

/** Conditional writes that a server supports; many accept the conditions and ignore them. */
export interface WritePromises {
  readonly ifNoneMatch: boolean
  /** Form of the ETag that works: in quotes as in RFC 9110, or plain as on Ceph, which refuses every quoted one. */
  readonly ifMatch: EtagForm | false
}

export type EtagForm = 'quoted' | 'plain'

/** Cache of the supported conditions, by endpoint: a `Map` for one run of the program, or something persistent. */
export interface PromiseMemory {
  get(endpoint: string): WritePromises | undefined
  set(endpoint: string, promises: WritePromises): void
}

/** Amazon documents its support. */
const AWS_PROMISES: WritePromises = { ifNoneMatch: true, ifMatch: 'quoted' }

/** Longest wait, in milliseconds, for the removal of a cancelled probe's objects. */
const TIDY_MS = 1000

/** Returns the supported conditions from the cache, or probes them. Throws when nothing can be written to the store. */
export async function promisesOf(
  bucket: Bucket,
  location: Location,
  memory: PromiseMemory,
  signal?: AbortSignal,
): Promise<WritePromises> {
  if (location.isAws) return AWS_PROMISES
  const endpoint = location.endpoint ?? ''
  const known = memory.get(endpoint)
  if (known) return known
  const promises = await probe(bucket, location, signal)
  memory.set(endpoint, promises)
  return promises
}

/**
 * Writes two small objects into the trash, under conditions that hold and conditions that do not, and removes them. A condition counts only
 * when the server accepts the first kind and refuses the second: Swift refuses both, others refuse none.
 */
export async function probe(bucket: Bucket, { prefix }: Location, signal?: AbortSignal): Promise<WritePromises> {
  const key = `${prefix}${STORE_TRASH}/probe-${randomUUID()}`
  const other = `${key}-2`
  const content = contentOf(Buffer.from('Evencast checks what this store supports. You can delete this file.'))
  const put = async (target: string, condition: WriteCondition): Promise<'written' | 'refused' | 'failed'> => {
    try {
      await bucket.put(target, content, condition, signal)
      return 'written'
    } catch (error) {
      signal?.throwIfAborted()
      return error instanceof EvencastError && error.code === 'CONFLICT' ? 'refused' : 'failed'
    }
  }
  const etag = await bucket.put(key, content, {}, signal)
  const heeds = async (form: EtagForm) =>
    etag !== null &&
    (await put(key, { ifMatch: '0'.repeat(32), etags: form })) === 'refused' &&
    (await put(key, { ifMatch: etag, etags: form })) === 'written'
  try {
    return {
      ifNoneMatch:
        (await put(key, { ifNoneMatch: '*' })) === 'refused' && (await put(other, { ifNoneMatch: '*' })) === 'written',
      ifMatch: (await heeds('quoted')) ? 'quoted' : (await heeds('plain')) ? 'plain' : false,
    }
  } finally {
    const until = signal?.aborted ? AbortSignal.timeout(TIDY_MS) : signal
    await Promise.all([key, other].map((one) => bucket.remove(one, until))).catch((error: unknown) => {
      if (!signal?.aborted) throw error
    })
  }
}
