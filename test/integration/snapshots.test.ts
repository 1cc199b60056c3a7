import { cp, mkdtemp, readFile, readdir, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Settings } from '../../src/main/contract/settings.ts'
import { classify } from '../../src/main/operations/edit/classify.ts'
import { automaticSnapshot } from '../../src/main/operations/snapshot/make-snapshot.ts'
import { testCore } from '../support/core.ts'
import { photograph, writeLibrary } from '../support/library.ts'

let template: string
let root: string
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'evencast-snapshots-'))
  await writeLibrary(template, { actors: ['ann', 'bob'], images: 3 })
  await writeFile(join(template, 'actors/ann/training_data/ann_1.txt'), 'a woman in a hat')
})
afterAll(() => rm(template, { recursive: true }))
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'evencast-snapshots-'))
  await cp(template, join(root, 'data'), { recursive: true })
})
afterEach(() => rm(root, { recursive: true, force: true }))

const at = (name: string) => join(root, 'data/actors/ann/training_data', name)

async function open(flags: Partial<Settings> = {}) {
  const core = await testCore(join(root, 'config'), { flags })
  const library = await core.open(join(root, 'data'))
  await library.parts.indexed
  return { library, [Symbol.asyncDispose]: () => core.close() }
}

/** Keys of a manifest that are ignored in comparisons: its time and measures. */
const MEASURED = new Set(['updated_at', 'sha256', 'bytes', 'width', 'height', 'quality_issues'])
const said = (text: string): string =>
  JSON.stringify(JSON.parse(text), (key, value: unknown) => (MEASURED.has(key) ? undefined : value), 2)

/** Returns every file of the actors. */
async function filesOf(): Promise<Record<string, string>> {
  const dir = join(root, 'data/actors')
  const entries = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const read = async (path: string) =>
    path.endsWith('.json') ? said(await readFile(path, 'utf8')) : readFile(path, 'latin1')
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted()
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path.slice(dir.length + 1), await read(path)])),
  )
}

test('a snapshot brings back images, captions and labels, and the restoring can be undone and done again', async () => {
  await using opened = await open()
  const { snapshots, parts } = opened.library
  const idOf = (filename: string) => String(parts.context.catalog.images.byName('ann', filename)?.id)
  await classify(parts.editing, [idOf('ann_2.jpg')], 'bw_stylized')
  const then = await filesOf()
  const made = await snapshots.create({ name: 'good', actors: 'all' })
  expect(made).toMatchObject({ name: 'good', images: 6, automatic: false })
  await expect(snapshots.create({ name: 'good', actors: 'all' })).rejects.toThrow(/called “good” already/)
  expect((await snapshots.create({ actors: 'all' })).new_bytes).toBe(0)

  await classify(parts.editing, [idOf('ann_2.jpg'), idOf('ann_3.jpg')], 'color_stylized')
  await writeFile(at('ann_1.jpg'), await photograph(77))
  await writeFile(at('ann_1.txt'), 'a man')
  await writeFile(at('ann_9.jpg'), await photograph(78))
  await unlink(at('ann_3.jpg'))
  const now = await filesOf()
  const { actors } = await snapshots.compare({ from: 'good' })
  expect(actors).toMatchObject([
    {
      actorId: 'ann',
      added: ['ann_9.jpg'],
      removed: ['ann_3.jpg'],
      changed: ['ann_1.jpg'],
      labels: ['ann_2.jpg'],
      sidecars: ['ann_1.txt'],
    },
  ])

  expect((await snapshots.restore({ snapshot: 'good' })).actors).toHaveLength(1)
  expect(await filesOf()).toEqual(then)
  expect((await snapshots.compare({ from: 'good' })).actors).toEqual([])
  const trashed = (await opened.library.trash.list()).map(({ filename, reason }) => `${filename} ${reason}`)
  expect(trashed.toSorted()).toEqual(['ann_1.jpg snapshot', 'ann_1.txt snapshot', 'ann_9.jpg snapshot'])
  expect(parts.history.view().undo).toMatchObject({ kind: 'restore', name: 'Restored the snapshot “good”' })

  await parts.editing.alone(() => parts.history.undo())
  expect(await filesOf()).toEqual(now)
  await parts.editing.alone(() => parts.history.redo())
  expect(await filesOf()).toEqual(then)
  // The state before restoring was kept as a snapshot too.
  const before = (await snapshots.list()).find(({ automatic }) => automatic)
  expect(before).toMatchObject({ name: 'Before restoring “good”', actors: [{ actor_id: 'ann' }] })
  await snapshots.restore({ snapshot: before?.id ?? '' })
  expect((await snapshots.compare({ from: before?.id ?? '' })).actors).toEqual([])
  expect(Object.keys(await filesOf())).toEqual(Object.keys(now))
})

test('only the actors that are asked for go back, and a snapshot with a lost content changes nothing', async () => {
  await using opened = await open()
  const { snapshots, parts } = opened.library
  const made = await snapshots.create({ name: 'good', actors: 'all' })
  await unlink(at('ann_1.jpg'))
  await unlink(join(root, 'data/actors/bob/training_data/bob_1.jpg'))
  await snapshots.restore({ snapshot: 'good', actorIds: ['bob'] })
  const now = await filesOf()
  expect(Object.keys(now)).toContain('bob/training_data/bob_1.jpg')
  expect(Object.keys(now)).not.toContain('ann/training_data/ann_1.jpg')
  await expect(snapshots.restore({ snapshot: 'good', actorIds: ['eve'] })).rejects.toThrow(
    /does not hold the actor “eve”/,
  )

  const record = await parts.context.snapshots.record(made.actors[0]?.record ?? '')
  const lost = record.files.find(({ name }) => name === 'ann_1.jpg')?.sha256 ?? ''
  await writeFile(parts.context.snapshots.objects.pathOf(lost), 'rotten')
  await expect(snapshots.restore({ snapshot: 'good' })).rejects.toThrow(/damaged/)
  expect(await filesOf()).toEqual(now)
})

test('a run is preceded by a snapshot of its actors, and only so many of these are kept', async () => {
  await using opened = await open({ total: 2, automaticSnapshots: 2 })
  const { library } = opened
  const { snapshots } = library
  await snapshots.create({ name: 'by hand', actors: ['bob'] })
  await library.plan(['ann'])
  await library.execute(['ann'], { deleteOnly: true })
  const [first] = (await snapshots.list()).filter(({ automatic }) => automatic)
  expect(first).toMatchObject({ name: 'Before a run', images: 3, actors: [{ actor_id: 'ann' }] })
  for (const name of ['two', 'three']) await automaticSnapshot(library.parts.context, name, ['ann'])
  const names = (await snapshots.list()).map(({ name }) => name)
  expect(names.toSorted()).toEqual(['by hand', 'three', 'two'])
})
