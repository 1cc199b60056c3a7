import { hash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { EvencastError } from '../../../src/main/domain/error.ts'
import type { SharedStore } from '../../../src/main/fleet/store/open-shared.ts'
import type { Bucket, Head } from '../../../src/main/storage/s3/bucket.ts'
import { parseLocation } from '../../../src/main/storage/s3/location.ts'

/** Creates an in-memory store with conditional writes. `beforePut` runs while a request is on its way. */
export function memoryStore(beforePut: (key: string) => Promise<void>): SharedStore {
  const held = new Map<string, Head & { readonly content: Buffer }>()
  const put = (key: string, content: Buffer, sha256: string | null): string => {
    const etag = hash('md5', Buffer.concat([content, Buffer.from(randomUUID())]))
    held.set(key, { bytes: content.length, etag, modifiedAt: new Date().toISOString(), sha256, content })
    return etag
  }
  const bucket: Bucket = {
    head: async (key) => held.get(key) ?? null,
    async get(key) {
      const there = held.get(key)
      if (!there) throw new EvencastError('NOT_FOUND', key)
      return { ...there, body: Readable.from([there.content]) }
    },
    async put(key, content, { ifMatch, ifNoneMatch }) {
      const body = content.body()
      const bytes = Buffer.isBuffer(body) ? body : await buffer(body)
      await beforePut(key)
      const there = held.get(key)
      if ((ifNoneMatch && there) || (ifMatch !== undefined && there?.etag !== ifMatch))
        throw new EvencastError('CONFLICT', `${key} has changed.`)
      return put(key, bytes, content.sha256)
    },
    async copy(from, to) {
      const there = held.get(from)
      if (there) put(to, there.content, there.sha256)
      return there !== undefined
    },
    remove: async (key) => void held.delete(key),
    page: async (prefix) => ({
      objects: [...held].filter(([key]) => key.startsWith(prefix)).map(([key, head]) => ({ ...head, key })),
      next: null,
    }),
  }
  return { location: parseLocation({ url: 's3://studio/sets', env: {} }), bucket, etags: 'quoted' }
}
