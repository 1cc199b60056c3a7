import { appendFile, mkdir, readFile, rename, rm, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/main/storage/open-store.ts'
import type { Store } from '../../../src/main/storage/store.ts'
import type { LibrarySide } from '../../../src/main/storage/sync-actions.ts'
import type { Resolution } from '../../../src/main/storage/sync-jobs.ts'
import { sync, type SyncOptions } from '../../../src/main/storage/sync.ts'
import { filesIn, localFiles, memoryState, named, tempFolder, write } from './support.ts'

const A = 'actors/bo/training_data/bo_1.jpg'
const B = 'actors/bo/training_data/bo_2.jpg'
const M = 'actors/bo/training_data/manifest.json'

/** Puts replaced files under `old/` and conflicting copies at `{name}.other`. */
function librarySide(dir: string, library: string): LibrarySide {
  let last = 0
  const move = async (from: string, to: string) => {
    await mkdir(dirname(to), { recursive: true })
    await rename(from, to)
  }
  const entryOf = async (key: string) => (await localFiles(library)).find((file) => file.key === key)!
  return {
    tempFile: () => join(dir, `temp-${++last}`),
    async place(temp, key) {
      await move(temp, join(library, key))
      return entryOf(key)
    },
    async replace(temp, key) {
      await move(join(library, key), join(dir, 'old', key))
      await move(temp, join(library, key))
      return entryOf(key)
    },
    drop: (key) => move(join(library, key), join(dir, 'old', key)),
    async keepBoth(temp, key) {
      await move(temp, join(library, `${key}.other`))
      return entryOf(key)
    },
  }
}

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
    named(await sync({ store, local: await localFiles(library), state, trashId: 'sync-1', ...options }))
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
  const { library, mirror, run: bare, state } = await setup()
  const run = (options = {}) => bare({ maxDeletedShare: 1, ...options })
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
  expect(await run({ download: () => true, library: librarySide(dir, library) })).toMatchObject({
    offered: [],
    downloaded: [extra],
  })
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

test('a library that looks empty is not mirrored as such', async () => {
  const { mirror, run } = await setup()
  await run()
  const before = await filesIn(mirror)
  await expect(run({ local: [], delete: true })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(await filesIn(mirror)).toEqual(before)
})

test('a folder that is empty or missing here is offered, and never becomes deletions', async () => {
  const { library, mirror, run } = await setup()
  const other = 'actors/al/training_data/al_1.jpg'
  await write(library, other, 'al')
  await run()
  const before = await filesIn(mirror)
  await rm(join(library, 'actors/al'), { recursive: true })
  expect(await run({ delete: true })).toMatchObject({
    deleted: [],
    offered: [other],
    emptied: ['actors/al/training_data'],
    deletions: { count: 0 },
  })
  expect(await filesIn(mirror)).toEqual(before)
})

test('a quarter of what was in step may be removed; more takes a yes of its own', async () => {
  const { library, mirror, run } = await setup()
  for (let n = 3; n <= 19; n++) await write(library, `actors/bo/training_data/bo_${n}.jpg`, String(n))
  await run()
  for (let n = 1; n <= 5; n++) await rm(join(library, `actors/bo/training_data/bo_${n}.jpg`))
  expect(await run({ dryRun: true, delete: true })).toMatchObject({ deletions: { count: 5, of: 20, ask: false } })
  await rm(join(library, 'actors/bo/training_data/bo_6.jpg'))
  const before = await filesIn(mirror)
  await expect(run({ delete: true })).rejects.toMatchObject({
    code: 'LIMIT',
    message: expect.stringMatching(/6 of 20 files .* 25 %/),
  })
  expect(await filesIn(mirror)).toEqual(before)
  const asked: unknown[] = []
  const answer = (yes: boolean) => async (deletions: unknown) => (asked.push(deletions), yes)
  expect((await run({ delete: true, confirm: answer(false) })).deleted).toEqual([])
  expect((await run({ delete: true, confirm: answer(true) })).deleted).toHaveLength(6)
  expect(asked).toEqual([1, 2].map(() => ({ count: 6, of: 20, ask: true })))
})

test('a conflict is named with both sides, and resolved as it is asked', async () => {
  const { dir, library, mirror, run } = await setup()
  const clash = async (content: string) => {
    await write(library, A, `here ${content}`)
    await write(mirror, A, `there ${content}`)
    await utimes(join(mirror, A), new Date(9_000_000_000_000), new Date(9_000_000_000_000))
  }
  const read = (root: string, key = A) => readFile(join(root, key), 'utf8')
  const library2 = librarySide(dir, library)
  const resolved = (choice: Resolution) => run({ library: library2, resolve: () => choice, trashId: `sync-${choice}` })
  await run()

  await clash('1')
  const outcome = await sync({
    store: openStore(pathToFileURL(mirror).href),
    local: await localFiles(library),
    state: memoryState(),
    trashId: 't',
    dryRun: true,
  })
  expect(outcome.conflicts).toEqual([
    {
      key: A,
      why: expect.any(String),
      here: { bytes: 6, modifiedAt: expect.any(String) },
      there: { bytes: 7, modifiedAt: expect.any(String) },
      newer: 'there',
    },
  ])
  expect(await resolved('mine')).toMatchObject({ uploaded: [A], downloaded: [], conflicts: [] })
  expect([await read(mirror), await read(mirror, `.trash/sync-mine/${A}`)]).toEqual(['here 1', 'there 1'])

  await clash('2')
  expect(await resolved('theirs')).toMatchObject({ uploaded: [], downloaded: [A], conflicts: [] })
  expect([await read(library), await read(join(dir, 'old'))]).toEqual(['there 2', 'here 2'])

  await clash('3')
  expect(await resolved('both')).toMatchObject({ uploaded: [A], downloaded: [A], conflicts: [] })
  expect([await read(library), await read(library, `${A}.other`), await read(mirror)]).toEqual([
    'here 3',
    'there 3',
    'here 3',
  ])
  expect(await run()).toMatchObject({ uploaded: [`${A}.other`], conflicts: [] })
})

test('deleted here and changed there: gone with ours, back with theirs', async () => {
  const { dir, library, mirror, run } = await setup()
  await run()
  const clash = async (content: string) => {
    await rm(join(library, A), { force: true })
    await write(mirror, A, content)
  }
  const all = { library: librarySide(dir, library), maxDeletedShare: 1 }
  await clash('changed')
  expect((await run({ ...all, delete: true })).conflicts).toEqual([`${A}: deleted here but changed in the store since`])
  expect(await run({ ...all, resolve: () => 'both' })).toMatchObject({ downloaded: [A] })
  await run()
  await clash('changed again')
  expect(await run({ ...all, resolve: () => 'mine' })).toMatchObject({ deleted: [A] })
  expect(await filesIn(mirror)).not.toContain(A)
})

test('what lies outside the scope is nobody’s business', async () => {
  const { library, mirror, run, state } = await setup()
  await write(library, 'actors/al/training_data/al_1.jpg', 'al')
  await run()
  const scope = (key: string) => key.startsWith('actors/bo/')
  const local = (await localFiles(library)).filter(({ key }) => scope(key))
  await write(mirror, 'readme.txt', 'theirs')
  expect(await run({ local, scope, delete: true, deleteForeign: true })).toMatchObject({ deleted: [], offered: [] })
  expect(state.records.size).toBe(4)
})

test('what we did not put there is removed only when that is asked for as well', async () => {
  const { library, mirror, run, state } = await setup()
  await write(mirror, A, 'one')
  await run()
  expect(state.records.get(A)?.ours).toBe(false)
  await rm(join(library, A))
  expect(await run({ delete: true, maxDeletedShare: 1 })).toMatchObject({ deleted: [], offered: [A] })
  expect(await run({ delete: true, maxDeletedShare: 1, deleteForeign: true })).toMatchObject({
    deleted: [A],
    offered: [],
  })
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
  expect(await run({ store: failing, delete: true, maxDeletedShare: 1 })).toMatchObject({
    uploaded: ['actors/bo/base_image/bo_base.png'],
    deleted: [],
    failed: [{ file: A, error: 'refused' }],
  })
  expect(await filesIn(mirror)).toContain(B)
})

test('a folder that was not read is listed and left alone on both sides, the others go on, and nothing is deleted', async () => {
  const { library, mirror, run } = await setup()
  const other = 'actors/al/training_data/al_1.jpg'
  await write(library, other, 'one')
  await write(library, 'actors/al/training_data/al_2.jpg', 'two')
  await run()
  await rm(join(library, 'actors/bo'), { recursive: true })
  await rm(join(library, other))
  await write(library, 'actors/al/training_data/al_3.jpg', 'three')
  const unread = new Map([['actors/bo', 'its manifest is a link']])
  const told = {
    deleted: [],
    offered: [],
    emptied: [],
    failed: [{ file: 'actors/bo', error: 'its manifest is a link' }],
  }
  const wish = { unread, delete: true, maxDeletedShare: 1 }
  const uploaded = ['actors/al/training_data/al_3.jpg']
  expect(await run({ ...wish, dryRun: true })).toMatchObject({ ...told, uploaded })
  expect(await run(wish)).toMatchObject({ ...told, uploaded })
  expect(await filesIn(mirror)).toEqual(expect.arrayContaining([A, B, M, other]))
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
