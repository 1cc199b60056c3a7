import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { SyncState } from '../../../src/main/storage/compare.ts'
import type { Store, StoreObject } from '../../../src/main/storage/store.ts'
import type { SyncRecord } from '../../../src/main/storage/sync-plan.ts'
import type { SyncOutcome } from '../../../src/main/storage/sync.ts'

import { pageOf } from '../../support/s3/sync-state.ts'

export { filesIn, localFiles } from './local-files.ts'

export async function tempFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'evencast-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}

export async function write(root: string, key: string, content: string): Promise<string> {
  const file = join(root, key)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
  return file
}

export function memoryState(): SyncState & { readonly records: Map<string, SyncRecord> } {
  const records = new Map<string, SyncRecord>()
  return {
    records,
    page: (after, size) => pageOf(records, after, size),
    set: (key, record) => records.set(key, record),
    remove: (key) => records.delete(key),
  }
}

export async function listAll(store: Store): Promise<StoreObject[]> {
  const objects: StoreObject[] = []
  for await (const object of store.list()) objects.push(object)
  return objects
}

/** Reduces an outcome to names, with conflicts as `{key}: {why}`. */
export function named({ uploaded, downloaded, deleted, dropped, offered, conflicts, ...rest }: SyncOutcome) {
  const keys = (objects: readonly { readonly key: string }[]) => objects.map(({ key }) => key)
  return {
    ...rest,
    uploaded: keys(uploaded),
    downloaded: keys(downloaded),
    deleted: keys(deleted),
    ...(dropped.length > 0 && { dropped: keys(dropped) }),
    offered: keys(offered),
    conflicts: conflicts.map(({ key, why }) => `${key}: ${why}`),
    bytes: [...uploaded, ...downloaded].reduce((sum, { bytes }) => sum + bytes, 0),
  }
}
