import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { LocalEntry, SyncState } from '../../../src/main/storage/compare.ts'
import type { Store, StoreObject } from '../../../src/main/storage/store.ts'
import type { SyncRecord } from '../../../src/main/storage/sync-plan.ts'

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

/** All files below a folder, in order. */
export async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

export async function localFiles(root: string): Promise<LocalEntry[]> {
  return Promise.all(
    (await filesIn(root)).map(async (key) => {
      const { size, mtimeNs } = await stat(join(root, key), { bigint: true })
      return { key, file: join(root, key), bytes: Number(size), stamp: `${size}:${mtimeNs}`, sha256: null }
    }),
  )
}

export function memoryState(): SyncState & { readonly records: Map<string, SyncRecord> } {
  const records = new Map<string, SyncRecord>()
  return {
    records,
    all: () => new Map(records),
    set: (key, record) => records.set(key, record),
    remove: (key) => records.delete(key),
  }
}

export async function listAll(store: Store): Promise<StoreObject[]> {
  const objects: StoreObject[] = []
  for await (const object of store.list()) objects.push(object)
  return objects
}
