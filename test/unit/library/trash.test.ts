import { link, mkdir, readdir, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTrash, type Trashed } from '../../../src/main/library/trash.ts'
import { tempLibrary } from './temp-library.ts'

async function setup() {
  const { root, actor } = await tempLibrary()
  const file = join(actor.imagesDir, 'bo_1.jpg')
  await utimes(file, new Date(1000), new Date(1_600_000_000_123))
  const what: Trashed = {
    id: 't1',
    file,
    actorId: 'bo',
    entry: { filename: 'bo_1.jpg', type: 'bw_stylized' },
    reason: 'blur',
    runId: 'r1',
    deletedAt: '2026-11-22T10:00:00.000Z',
  }
  return { root, actor, file, what, trash: createTrash(root), held: join(root, '.evencast/trash/t1') }
}

test('a file goes to the trash with all that is known of it, and comes back byte for byte with its time', async () => {
  const { trash, what, file, held } = await setup()
  const before = await stat(file, { bigint: true })
  const item = await trash.put(what)
  expect(item).toEqual({
    id: 't1',
    actor_id: 'bo',
    original: 'actors/bo/training_data/bo_1.jpg',
    filename: 'bo_1.jpg',
    sidecars: [],
    entry: { filename: 'bo_1.jpg', type: 'bw_stylized' },
    reason: 'blur',
    run_id: 'r1',
    deleted_at: '2026-11-22T10:00:00.000Z',
    bytes: 3,
  })
  await expect(stat(file)).rejects.toThrow('ENOENT')
  expect(await trash.list()).toEqual([item])
  expect(await trash.size()).toEqual({ files: 1, bytes: 3 })
  expect(await trash.restore('t1')).toEqual(item)
  expect(await readFile(file, 'utf8')).toBe('one')
  expect((await stat(file, { bigint: true })).mtimeNs).toBe(before.mtimeNs)
  await expect(readdir(held)).rejects.toThrow('ENOENT')
  expect(await trash.restore('t1')).toBeNull()
})

test('putting twice is putting once, also after a crash behind the intent', async () => {
  const { trash, what, file, held } = await setup()
  const item = await trash.put(what)
  await rename(join(held, 'bo_1.jpg'), file)
  expect(await trash.list(), 'an intent alone is nothing deleted').toEqual([])
  expect(await trash.put(what)).toEqual(item)
  expect(await trash.put(what)).toEqual(item)
  expect(await trash.list()).toHaveLength(1)
})

test('a crash in the middle of restoring is finished by restoring again', async () => {
  const { trash, what, file, held } = await setup()
  await trash.put(what)
  await link(join(held, 'bo_1.jpg'), file)
  expect(await trash.restore('t1')).toMatchObject({ id: 't1' })
  expect(await readFile(file, 'utf8')).toBe('one')
  await expect(readdir(held)).rejects.toThrow('ENOENT')
})

test('a crash after the file came back leaves nothing to restore', async () => {
  const { trash, what, file, held } = await setup()
  await trash.put(what)
  await link(join(held, 'bo_1.jpg'), file)
  await unlink(join(held, 'bo_1.jpg'))
  expect(await trash.restore('t1')).toBeNull()
  expect(await readFile(file, 'utf8')).toBe('one')
})

test('restoring never overwrites: other content is a conflict, the same content is enough', async () => {
  const { trash, what, file } = await setup()
  await trash.put(what)
  await writeFile(file, 'other')
  await expect(trash.restore('t1')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await readFile(file, 'utf8')).toBe('other')
  expect(await trash.list()).toHaveLength(1)
  await writeFile(file, 'one')
  await trash.restore('t1')
  expect(await trash.list()).toEqual([])
})

test('restoring brings back a folder that was removed since', async () => {
  const { trash, what, file, actor } = await setup()
  await trash.put(what)
  await rename(actor.dir, `${actor.dir}-renamed`)
  await trash.restore('t1')
  expect(await readFile(file, 'utf8')).toBe('one')
})

test('what is nowhere is NOT_FOUND; in a vanished library it is UNAVAILABLE', async () => {
  const { trash, what, file, root } = await setup()
  await unlink(file)
  await expect(trash.put(what)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await rename(root, `${root}-away`)
  await expect(trash.put(what)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(trash.list()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await rename(`${root}-away`, root)
})

test('ids and files that lead elsewhere are refused, and so is an item.json that was tampered with', async () => {
  const { trash, what, root, held } = await setup()
  await expect(trash.put({ ...what, id: '../x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(trash.put({ ...what, file: join(root, '../x.jpg') })).rejects.toThrow()
  await writeFile(join(root, '.evencast/own.db'), '')
  await expect(trash.put({ ...what, file: join(root, '.evencast/own.db') })).rejects.toMatchObject({
    code: 'BAD_INPUT',
  })
  const item = await trash.put(what)
  await writeFile(join(held, 'item.json'), JSON.stringify({ ...item, original: '../../outside.jpg' }))
  await expect(trash.restore('t1')).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('emptying deletes for good and says how much; a damaged item stays and hides nothing', async () => {
  const { trash, what, actor, root } = await setup()
  await trash.put(what)
  await trash.put({ ...what, id: 't2', file: join(actor.imagesDir, 'bo_2.jpg'), deletedAt: '2026-11-22T11:00:00.000Z' })
  await mkdir(join(root, '.evencast/trash/damaged'))
  await writeFile(join(root, '.evencast/trash/damaged/item.json'), '{')
  expect((await trash.list()).map((item) => item.id)).toEqual(['t2', 't1'])
  expect(await trash.empty(['t1'])).toEqual({ files: 1, bytes: 3 })
  expect(await trash.empty()).toEqual({ files: 1, bytes: 3 })
  expect(await readdir(join(root, '.evencast/trash'))).toEqual(['damaged'])
})

test('emptying takes what an emptying that was cut short left, and no intent whose file is in its place', async () => {
  const { trash, what, file, held, actor } = await setup()
  await writeFile(join(actor.imagesDir, 'bo_1.txt'), 'a photo')
  await trash.put(what)
  const intent = await readFile(join(held, 'item.json'), 'utf8')
  await unlink(join(held, 'bo_1.jpg'))
  expect(await trash.list()).toEqual([])
  expect(await trash.empty()).toEqual({ files: 0, bytes: 0 })
  await expect(stat(held)).rejects.toThrow('ENOENT')
  await writeFile(file, 'one')
  await mkdir(held)
  await writeFile(join(held, 'item.json'), intent)
  await trash.empty()
  expect(await readdir(held)).toEqual(['item.json'])
})
