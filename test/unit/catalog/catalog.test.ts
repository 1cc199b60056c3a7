import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCatalog } from '../../../src/main/catalog/catalog.ts'
import { openDatabase, openOrRebuild } from '../../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../../src/main/catalog/schema.ts'
import { syncTable } from '../../../src/main/catalog/sync.ts'
import { temporaryFolder } from '../../support/library.ts'

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
