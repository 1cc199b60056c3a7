import { randomUUID } from 'node:crypto'
import { EvencastError } from '../../domain/error.ts'
import { STORE_TRASH } from '../store.ts'
import type { Bucket, WriteCondition } from './bucket.ts'
import { contentOf } from './content.ts'
import type { Location } from './location.ts'

/** Which conditions on a write a server keeps; many accept and ignore them. */
export interface WritePromises {
  readonly ifNoneMatch: boolean
  readonly ifMatch: boolean
}

/** What was found out, by endpoint: a `Map` for one run of the program, or something that lasts. */
export interface PromiseMemory {
  get(endpoint: string): WritePromises | undefined
  set(endpoint: string, promises: WritePromises): void
}

/** Amazon's are documented. */
const AWS_PROMISES: WritePromises = { ifNoneMatch: true, ifMatch: true }

/** Remembered, or found out now. Throws when nothing can be written there at all. */
export async function promisesOf(bucket: Bucket, location: Location, memory: PromiseMemory): Promise<WritePromises> {
  if (location.isAws) return AWS_PROMISES
  const endpoint = location.endpoint ?? ''
  const known = memory.get(endpoint)
  if (known) return known
  const promises = await probe(bucket, location)
  memory.set(endpoint, promises)
  return promises
}

/**
 * Writes two small objects into the trash, under conditions that hold and conditions that do not, and removes them. A condition
 * counts only when the server both heeds and understands it: Ceph refuses every If-Match, Swift both, others refuse none.
 */
export async function probe(bucket: Bucket, { prefix }: Location): Promise<WritePromises> {
  const key = `${prefix}${STORE_TRASH}/probe-${randomUUID()}`
  const other = `${key}-2`
  const content = contentOf(Buffer.from('Evencast checks what this store supports. You can delete this file.'))
  const put = async (target: string, condition: WriteCondition): Promise<'written' | 'refused' | 'failed'> => {
    try {
      await bucket.put(target, content, condition)
      return 'written'
    } catch (error) {
      return error instanceof EvencastError && error.code === 'CONFLICT' ? 'refused' : 'failed'
    }
  }
  const etag = await bucket.put(key, content, {})
  try {
    return {
      ifNoneMatch:
        (await put(key, { ifNoneMatch: '*' })) === 'refused' && (await put(other, { ifNoneMatch: '*' })) === 'written',
      ifMatch:
        etag !== null &&
        (await put(key, { ifMatch: '0'.repeat(32) })) === 'refused' &&
        (await put(key, { ifMatch: etag })) === 'written',
    }
  } finally {
    await bucket.remove(key)
    await bucket.remove(other)
  }
}
