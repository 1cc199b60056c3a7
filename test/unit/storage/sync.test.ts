import { appendFile, mkdir, readFile, rename, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/main/storage/open-store.ts'
import type { Store } from '../../../src/main/storage/store.ts'
import { sync, type SyncOptions } from '../../../src/main/storage/sync.ts'
import { filesIn, localFiles, memoryState, tempFolder, write } from './support.ts'

const A = 'actors/bo/training_data/bo_1.jpg'
const B = 'actors/bo/training_data/bo_2.jpg'
const M = 'actors/bo/training_data/manifest.json'

async function setup() {
  const dir = await tempFolder()
  const library = join(dir, 'library')
  const mirror = join(dir, 'mirror')
  const state = memoryState()
  const store = openStore(pathToFileURL(mirror).href)
  for (const [key, content] of [
    [A, 'one'],
    [B, 'two'],
    [M, '{}'],
  ] as const)
    await write(library, key, content)
  const run = async (options: Partial<SyncOptions> = {}) =>
    sync({ store, local: await localFiles(library), state, trashId: 'sync-1', ...options })
  return { dir, library, mirror, state, store, run }
}

test('a dry run tells, a sync does, a second sync has nothing to do', async () => {
  const { mirror, run, state } = await setup()
  const planned = await run({ dryRun: true })
  expect(planned).toMatchObject({ dryRun: true, uploaded: [A, B, M], bytes: 8, conflicts: [], failed: [] })
  expect(state.records.size).toBe(0)
  expect(await filesIn(mirror)).toEqual([])
  const seen: number[] = []
  const done = await run({ onProgress: ({ done: n, total }) => seen.push(n / total) })
  expect(done).toMatchObject({ dryRun: false, bytes: 8 })
  expect([...done.uploaded].sort()).toEqual([A, B, M])
  expect(seen.at(-1)).toBe(1)
  expect(await filesIn(mirror)).toEqual([A, B, M])
  expect(await run()).toMatchObject({ uploaded: [], deleted: [], conflicts: [], bytes: 0 })
})

test('changes are uploaded and the replaced kept; deletions only when asked for', async () => {
  const { library, mirror, run, state } = await setup()
  await run()
  await appendFile(join(library, M), ' ')
  await rm(join(library, A))
  expect(await run({ trashId: 'sync-2' })).toMatchObject({ uploaded: [M], deleted: [] })
  expect(await run({ trashId: 'sync-3', delete: true })).toMatchObject({ uploaded: [], deleted: [A] })
  expect(await filesIn(mirror)).toEqual([`.trash/sync-2/${M}`, `.trash/sync-3/${A}`, B, M].sort())
  expect([...state.records.keys()].sort()).toEqual([B, M])
})

test('what only the store has is offered, and fetched when asked for', async () => {
  const { dir, library, mirror, run } = await setup()
  await run()
  const extra = 'actors/bo/training_data/bo_3.jpg'
  await write(mirror, extra, 'three')
  expect(await run({ delete: true })).toMatchObject({ offered: [extra], downloaded: [], deleted: [] })
  const fetch = {
    tempFile: () => join(dir, 'temp'),
    place: (temp: string, key: string) => rename(temp, join(library, key)),
  }
  expect(await run({ fetch })).toMatchObject({ offered: [], downloaded: [extra] })
  expect(await readFile(join(library, extra), 'utf8')).toBe('three')
  await run()
  await rm(join(library, extra))
  expect(await run({ delete: true }), 'not ours to remove').toMatchObject({ deleted: [], offered: [extra] })
})

test('both sides changed is a named conflict and nothing is touched; equal content is no conflict', async () => {
  const { library, mirror, run, state } = await setup()
  await run()
  await write(library, A, 'here')
  await write(mirror, A, 'there')
  expect((await run({ delete: true })).conflicts).toEqual([`${A}: changed here and in the store`])
  expect(await readFile(join(mirror, A), 'utf8')).toBe('there')
  await write(library, A, 'there')
  expect(await run()).toMatchObject({ conflicts: [], uploaded: [] })
  state.records.clear()
  expect(await run(), 'after the records were lost').toMatchObject({ conflicts: [], uploaded: [], offered: [] })
  expect(state.records.size).toBe(3)
})

test('a file that was only touched is not uploaded again', async () => {
  const { library, run } = await setup()
  await run()
  await utimes(join(library, A), new Date(1), new Date(1))
  expect(await run()).toMatchObject({ uploaded: [], conflicts: [] })
})

test('a listing that fails ends the sync with nothing deleted', async () => {
  const { library, mirror, run, store } = await setup()
  await run()
  await rm(join(library, A))
  const half: Store = {
    ...store,
    async *list(signal) {
      for await (const object of store.list(signal)) {
        yield object
        throw new Error('connection lost')
      }
    },
  }
  await expect(run({ store: half, delete: true })).rejects.toThrow('connection lost')
  expect(await filesIn(mirror)).toEqual([A, B, M])
})

test('a library that looks empty, or lost most of its files, is not mirrored as such', async () => {
  const { library, mirror, run } = await setup()
  for (let n = 3; n <= 20; n++) await write(library, `actors/bo/training_data/bo_${n}.jpg`, String(n))
  await run()
  const before = await filesIn(mirror)
  await expect(run({ local: [], delete: true })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  for (let n = 2; n <= 20; n++) await rm(join(library, `actors/bo/training_data/bo_${n}.jpg`))
  await expect(run({ delete: true })).rejects.toMatchObject({
    code: 'LIMIT',
    message: expect.stringContaining('19 of 21'),
  })
  expect(await filesIn(mirror)).toEqual(before)
  expect((await run({ delete: true, deleteMany: true })).deleted).toHaveLength(19)
})

test('a file that fails is listed, the others go on, and nothing is deleted', async () => {
  const { library, mirror, run, store } = await setup()
  await run()
  await rm(join(library, B))
  await appendFile(join(library, A), 'more')
  await write(library, 'actors/bo/base_image/bo_base.png', 'base')
  const failing: Store = {
    ...store,
    put: (key, file, options) => (key === A ? Promise.reject(new Error('refused')) : store.put(key, file, options)),
  }
  expect(await run({ store: failing, delete: true })).toMatchObject({
    uploaded: ['actors/bo/base_image/bo_base.png'],
    deleted: [],
    failed: [{ file: A, error: 'refused' }],
  })
  expect(await filesIn(mirror)).toContain(B)
})

test('an abort ends it; the next sync goes on', async () => {
  const { mirror, run, state } = await setup()
  const stop = new AbortController()
  await mkdir(mirror)
  await expect(
    run({ signal: stop.signal, concurrency: 1, onProgress: () => stop.abort(new Error('stopped')) }),
  ).rejects.toThrow('stopped')
  expect(state.records.size).toBe(1)
  expect((await run()).uploaded).toHaveLength(2)
})
