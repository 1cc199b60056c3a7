import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createCatalog } from '../../../src/main/catalog/catalog.ts'
import { openDatabase, openOrRebuild } from '../../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../../src/main/catalog/schema.ts'
import { syncTable } from '../../../src/main/catalog/sync.ts'
import { temporaryFolder } from '../../support/library.ts'
import { measuresOf } from '../domain/measures-of.ts'

const SCHEMAS = [CATALOG_SCHEMA]

test('a changed file forgets what was known of its content; one that comes back has its id again', async () => {
  await using folder = await temporaryFolder()
  const db = openDatabase(join(folder.path, 'catalog.db'), SCHEMAS)
  const { actors, images } = createCatalog(db)
  actors.add('ann')
  const file = { filename: 'ann_1.jpg', bytes: 10, mtimeNs: '1' }
  images.put('ann', file)
  const first = images.byName('ann', 'ann_1.jpg')!
  images.setSha256(first.id, 'abc')
  images.setEntry('ann', { filename: 'ann_1.jpg', type: 'bw_stylized', classified_by: 'human' })
  images.put('ann', { ...file, mtimeNs: '2' })
  expect(images.byId(first.id)).toMatchObject({ sha256: null, mtimeNs: '2', entry: { classified_by: 'human' } })
  images.markGone('ann', 'ann_1.jpg')
  expect([images.byId(first.id), images.count()]).toEqual([null, 0])
  images.put('ann', file)
  expect(images.byName('ann', 'ann_1.jpg')).toMatchObject({ id: first.id, entry: { filename: 'ann_1.jpg' } })
  db.close()
})

test('how many images there are is kept, whichever way they come and go', async () => {
  await using folder = await temporaryFolder()
  const db = openDatabase(join(folder.path, 'catalog.db'), SCHEMAS)
  const { actors, images, transaction } = createCatalog(db)
  const counted = db.prepare<[], number>('SELECT count(*) FROM images WHERE gone = 0').pluck()
  const put = (actorId: string, n: number, mtimeNs = '1') =>
    images.put(actorId, { filename: `${actorId}_${n}.jpg`, bytes: 10, mtimeNs })
  const steps: readonly (() => void)[] = [
    () => ['ann', 'bob'].forEach((actorId) => actors.add(actorId)),
    () => [1, 2, 3].forEach((n) => put('ann', n)),
    () => [1, 2].forEach((n) => put('bob', n)),
    () => put('ann', 1, '2'),
    () => images.markGone('ann', 'ann_2.jpg'),
    () => images.markGone('ann', 'ann_2.jpg'),
    () => put('ann', 2),
    () => images.markGone('bob', 'bob_1.jpg'),
    () => actors.remove('bob'),
    () => {
      const undone = () =>
        transaction(() => {
          put('ann', 4)
          throw new Error('no')
        })
      expect(undone).toThrow('no')
    },
  ]
  const counts = steps.map((step) => {
    step()
    expect(images.count()).toBe(counted.get())
    return images.count()
  })
  expect(counts).toEqual([0, 3, 5, 5, 4, 4, 5, 4, 3, 3])
  db.close()
})

test('the highest index never falls', async () => {
  await using folder = await temporaryFolder()
  const db = openDatabase(join(folder.path, 'catalog.db'), SCHEMAS)
  const { actors } = createCatalog(db)
  actors.add('ann')
  for (const n of [3, 7, 2]) actors.raiseLastIndex('ann', n)
  expect(actors.get('ann')?.lastIndex).toBe(7)
  db.close()
})

test('what was synced is kept apart for each store', async () => {
  await using folder = await temporaryFolder()
  const db = openDatabase(join(folder.path, 'catalog.db'), SCHEMAS)
  const [one, two] = [syncTable<{ n: number }>(db, 'file:///one'), syncTable<{ n: number }>(db, 'file:///two')]
  one.set('a', { n: 1 })
  two.set('a', { n: 2 })
  one.set('a', { n: 3 })
  expect([one.get('a'), two.page('', 10)]).toEqual([{ n: 3 }, [['a', { n: 2 }]]])
  one.remove('a')
  expect([one.get('a'), two.get('a')]).toEqual([undefined, { n: 2 }])
  db.close()
})

test('a second process is told that the library is open elsewhere', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'catalog.db')
  const db = openDatabase(file, SCHEMAS)
  expect(() => openDatabase(file, SCHEMAS)).toThrow(/open in another Evencast/)
  db.close()
  openDatabase(file, SCHEMAS).close()
})

test('a database of a newer version is refused, not downgraded', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'catalog.db')
  const newer = {
    name: 'catalog',
    steps: [...CATALOG_SCHEMA.steps, 'CREATE TABLE more (a) STRICT'.replace('(a)', '(a TEXT)')],
  }
  openDatabase(file, [newer]).close()
  expect(() => openDatabase(file, SCHEMAS)).toThrow(/newer Evencast/)
})

test('a damaged catalog is kept aside and made anew, with a warning', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'catalog.db')
  await writeFile(file, 'this is no database, and long enough to be looked at as one'.repeat(40))
  const { db, warning } = await openOrRebuild(file, SCHEMAS)
  expect(warning).toMatch(/damaged/)
  expect((await readdir(folder.path)).some((name) => name.startsWith('catalog.db.corrupt-'))).toBe(true)
  createCatalog(db).actors.add('ann')
  db.close()
})

test('an actor’s measured images come page by page without sorting those that are left', async () => {
  await using folder = await temporaryFolder()
  const db = openDatabase(join(folder.path, 'catalog.db'), SCHEMAS)
  const { actors, images, measures } = createCatalog(db)
  for (const actorId of ['ann', 'bo']) {
    actors.add(actorId)
    for (let n = 1; n <= 6; n++) {
      images.put(actorId, { filename: `${actorId}_${n}.jpg`, bytes: n, mtimeNs: '1' })
      const { id } = images.byName(actorId, `${actorId}_${n}.jpg`)!
      measures.put(`${actorId}${n}`, 'local@1', measuresOf(n))
      images.setSha256(id, `${actorId}${n}`)
    }
  }
  images.markGone('bo', 'bo_2.jpg')
  const pages: string[][] = []
  for (let last = 0; ;) {
    const page = images.measuredAfter('bo', { evaluator: 'local@1', pictures: '', faces: '' }, last, 2)
    if (page.length === 0) break
    pages.push(page.map((image) => image.filename))
    last = page.at(-1)!.id
  }
  expect(pages).toEqual([['bo_1.jpg', 'bo_3.jpg'], ['bo_4.jpg', 'bo_5.jpg'], ['bo_6.jpg']])
  const steps = db
    .prepare<[], { detail: string }>(
      "EXPLAIN QUERY PLAN SELECT id FROM images WHERE actor_id = 'bo' AND gone = 0 AND id > 5 ORDER BY id LIMIT 2",
    )
    .all()
  expect(steps.map((step) => step.detail)).toEqual([expect.stringContaining('images_of_actor')])
  db.close()
})

test('a statement is planned once, however often it is run', async () => {
  await using folder = await temporaryFolder()
  const db = openDatabase(join(folder.path, 'catalog.db'), SCHEMAS)
  const { actors, images, summaries } = createCatalog(db)
  for (let n = 0; n < 10; n++) {
    actors.add(`ann${n}`)
    images.put(`ann${n}`, { filename: 'a_1.jpg', bytes: 10, mtimeNs: '1' })
  }
  // The driver compiles a function from the columns whenever SQLite has prepared the statement again.
  const planned = vi.spyOn(globalThis, 'Function')
  onTestFinished(() => planned.mockRestore())
  for (let n = 0; n < 10; n++) {
    expect(images.pageAfter(`ann${n}`, 0, 10)).toHaveLength(1)
    expect(summaries.pageAfter(`ann${n}`, '', 10)).toHaveLength(1)
  }
  expect(planned).toHaveBeenCalledTimes(2)
  const what = db.prepare<{ it: string }, object>("SELECT '?' AS a, '@it' AS b, @it AS c").get({ it: '?' })
  expect(what).toEqual({ a: '?', b: '@it', c: '?' })
  db.close()
})

test('a library of before keeps what was measured and seen', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'catalog.db')
  const { name, steps } = CATALOG_SCHEMA
  const older = steps.slice(
    0,
    steps.findIndex((step) => step.includes('measures_before')),
  )
  const before = openDatabase(file, [{ name, steps: older }])
  const was = createCatalog(before)
  const measured = measuresOf(1)
  for (const sha256 of ['b', 'a']) {
    was.measures.put(sha256, 'pixels', measured)
    was.vectors.put(sha256, 'faces', Buffer.from([1, 2]))
  }
  before.close()
  const db = openDatabase(file, SCHEMAS)
  const { measures, vectors } = createCatalog(db)
  expect(['a', 'b', 'c'].map((sha256) => measures.get(sha256, 'pixels'))).toEqual([measured, measured, null])
  expect(['a', 'b'].map((sha256) => vectors.get(sha256, 'faces'))).toEqual([Buffer.from([1, 2]), Buffer.from([1, 2])])
  db.close()
})
