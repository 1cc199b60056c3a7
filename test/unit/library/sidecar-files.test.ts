import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clearImageFolders, clearLeftovers } from '../../../src/main/library/leftovers.ts'
import { moveImage } from '../../../src/main/library/move-image.ts'
import { createTrash } from '../../../src/main/library/trash.ts'
import { BO, tempLibrary } from './temp-library.ts'

const FILES = {
  ...BO,
  'actors/bo/training_data/bo_1.txt': 'a caption',
  'actors/bo/training_data/bo_1-masklabel.png': 'a mask',
  'actors/bo/training_data/bo_1_te.npz': 'a cache',
  'actors/bo/training_data/bo_10.txt': 'of another',
  'actors/al/training_data/al_1.jpg': 'al',
}

async function library() {
  const { root, layout } = await tempLibrary(FILES)
  const [al, bo] = layout.actors
  if (!al || !bo) throw new Error('The test library lacks an actor.')
  const names = async () => (await readdir(bo.imagesDir)).toSorted()
  const put = (id: string, filename: string) =>
    createTrash(root).put({
      id,
      file: join(bo.imagesDir, filename),
      actorId: 'bo',
      entry: null,
      reason: 'blur',
      runId: null,
      deletedAt: '2026-01-01T00:00:00.000Z',
    })
  return { root, al, bo, names, put, trash: createTrash(root) }
}

test('what belongs to an image goes to the trash with it, and comes back with it', async () => {
  const { names, put, trash, root } = await library()
  const before = await names()
  expect((await put('t1', 'bo_1.jpg')).sidecars).toEqual(['bo_1_te.npz', 'bo_1-masklabel.png', 'bo_1.txt'])
  expect(await names()).toEqual(['bo_10.jpg', 'bo_10.txt', 'bo_2.jpg', 'notes.txt'])
  expect((await readdir(join(root, '.evencast/trash/t1'))).toSorted()).toEqual([
    'bo_1-masklabel.png',
    'bo_1.jpg',
    'bo_1.txt',
    'bo_1_te.npz',
    'item.json',
  ])
  await trash.restore('t1')
  expect(await names()).toEqual(before)
  expect(await readdir(join(root, '.evencast/trash'))).toEqual([])
})

test('a move to the trash, and back, that was cut short between files is finished by the next try', async () => {
  const { names, put, trash, bo, root } = await library()
  const before = await names()
  const held = (name: string) => join(root, '.evencast/trash/t1', name)
  await put('t1', 'bo_1.jpg')
  // Killed after moving the image, before one of its sidecars.
  await rename(held('bo_1.txt'), join(bo.imagesDir, 'bo_1.txt'))
  await put('t1', 'bo_1.jpg')
  expect(await names()).not.toContain('bo_1.txt')
  // Killed while moving back, after one of its sidecars.
  await rename(held('bo_1-masklabel.png'), join(bo.imagesDir, 'bo_1-masklabel.png'))
  await trash.restore('t1')
  expect(await names()).toEqual(before)
})

test('a caption that was written anew meanwhile is not overwritten', async () => {
  const { put, trash, bo } = await library()
  await put('t1', 'bo_1.jpg')
  await writeFile(join(bo.imagesDir, 'bo_1.txt'), 'another caption')
  await expect(trash.restore('t1')).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('bo_1.txt'),
  })
  await writeFile(join(bo.imagesDir, 'bo_1.txt'), 'a caption')
  await trash.restore('t1')
  expect(await readFile(join(bo.imagesDir, 'bo_1.txt'), 'utf8')).toBe('a caption')
})

test('an image that moves takes its sidecars along under its new stem, and back', async () => {
  const { al, bo, names } = await library()
  const before = await names()
  const [from, to] = [join(bo.imagesDir, 'bo_1.jpg'), join(al.imagesDir, 'al_2.jpg')]
  await moveImage(from, to)
  const there = ['al_1.jpg', 'al_2-masklabel.png', 'al_2.jpg', 'al_2.txt', 'al_2_te.npz']
  expect((await readdir(al.imagesDir)).toSorted()).toEqual(there)
  // Killed before the last sidecar, then retried.
  await rename(join(al.imagesDir, 'al_2.txt'), join(bo.imagesDir, 'bo_1.txt'))
  await moveImage(from, to)
  expect((await readdir(al.imagesDir)).toSorted()).toEqual(there)
  await moveImage(to, from)
  expect(await names()).toEqual(before)
})

test('leftovers of a killed process neither fail restoring nor emptying, and are cleared at the next open', async () => {
  const { root, bo, put, trash, names } = await library()
  const own = join(root, '.evencast')
  await put('t1', 'bo_1.jpg')
  await put('t2', 'bo_2.jpg')
  for (const id of ['t1', 't2']) await writeFile(join(own, 'trash', id, 'item.json.123456'), '{"half')
  await trash.restore('t1')
  await trash.empty()
  expect(await readdir(join(own, 'trash'))).toEqual([])

  await mkdir(join(own, 'trash/t3'), { recursive: true })
  await mkdir(join(own, 'tmp'), { recursive: true })
  await mkdir(join(root, 'action_plans'))
  const left = [
    [join(own, 'trash/t3'), '.item.json.0a1b2c.tmp'],
    [join(own, 'tmp'), 'half.jpg'],
    [own, '.library.json.2543db37f638.tmp'],
    [bo.imagesDir, 'manifest.json.4711'],
    [bo.imagesDir, '.manifest.json.0a1b2c.tmp'],
    [bo.imagesDir, '.bo_1.txt.0a1b2c3d4e5f.tmp'],
    [bo.imagesDir, '.bo_1.jpg.4711.tmp'],
    [join(root, 'action_plans'), 'bo_action_plan.json.99'],
    [join(own, 'snapshots'), '.unsettled.0a1b2c3d4e5f.tmp'],
  ] as const
  await mkdir(join(own, 'snapshots'))
  for (const [dir, name] of left) await writeFile(join(dir, name), 'half')
  await writeFile(join(bo.imagesDir, 'manifest.json.corrupt-2026'), 'kept')
  // A file that cannot be removed does not prevent removing others.
  await mkdir(join(bo.imagesDir, '.bo_1.txt.0123456789ab.tmp'))
  await clearLeftovers(root)
  clearImageFolders([join(root, 'gone'), bo.imagesDir])
  expect(await readdir(join(root, 'action_plans'))).toEqual([])
  expect(await readdir(join(own, 'trash'))).toEqual([])
  expect(await readdir(join(own, 'snapshots'))).toEqual([])
  expect((await readdir(own)).toSorted()).toEqual(['snapshots', 'trash'])
  expect((await names()).filter((name) => name.includes('manifest'))).toEqual(['manifest.json.corrupt-2026'])
})
