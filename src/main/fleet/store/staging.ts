import { hash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { EvencastError } from '../../domain/error.ts'
import { contentOf } from '../../storage/s3/content.ts'
import { STORE_TRASH } from '../../storage/store.ts'
import type { SharedStore } from './open-shared.ts'

/** Stores images that are paid for and not in an actor yet, because services delete them after an hour. */
export interface Staging {
  put(key: string, bytes: Uint8Array): Promise<{ readonly staged: string; readonly sha256: string }>
  get(staged: string): Promise<Uint8Array>
  remove(staged: readonly string[]): Promise<void>
}

/** Stages images in the store's trash, which no listing of a library includes. */
export function createStaging({ bucket, location }: SharedStore): Staging {
  const at = (staged: string) => `${location.prefix}${STORE_TRASH}/fleet-staged/${staged}`
  return {
    async put(key, bytes) {
      const staged = `${hash('sha256', key)}.jpg`
      const content = { ...contentOf(Buffer.from(bytes)), type: 'image/jpeg' }
      await bucket.put(at(staged), content, {})
      return { staged, sha256: content.sha256 }
    },
    async get(staged) {
      const object = await bucket.get(at(staged))
      const bytes = await buffer(object.body)
      if (object.sha256 !== hash('sha256', bytes))
        throw new EvencastError('UPSTREAM', `A staged picture was damaged in transfer. Try again.`)
      return new Uint8Array(bytes)
    },
    async remove(staged) {
      for (const one of staged) await bucket.remove(at(one))
    },
  }
}
