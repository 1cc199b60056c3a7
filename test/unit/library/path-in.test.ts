import { mkdir, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pathIn } from '../../../src/main/library/path-in.ts'
import { tempLibrary } from './temp-library.ts'

test('a name in a folder of the library is a path there, whether the folder exists or not', async () => {
  const { root, actor } = await tempLibrary()
  expect(await pathIn(root, actor.imagesDir, 'bo_1.jpg')).toBe(join(actor.imagesDir, 'bo_1.jpg'))
  expect(await pathIn(root, join(actor.dir, 'new/folder'), 'ü x.jpg')).toBe(join(actor.dir, 'new/folder', 'ü x.jpg'))
})

test.each([
  '',
  '.',
  '..',
  '../x.jpg',
  'a/b.jpg',
  String.raw`a\b.jpg`,
  '/etc/passwd',
  'x\0.jpg',
  '\ud800.jpg',
  'x'.repeat(256),
])('%j is no name', async (name) => {
  const { root, actor } = await tempLibrary()
  await expect(pathIn(root, actor.imagesDir, name)).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('a folder that leads out of the library is refused: by its path, by a link, and by a link whose target is yet to be made', async () => {
  const { root, actor } = await tempLibrary()
  const outside = await mkdtemp(join(tmpdir(), 'evencast-outside-'))
  await symlink(outside, join(actor.dir, 'link'))
  await symlink(join(outside, 'later'), join(actor.dir, 'dangling'))
  for (const folder of [
    outside,
    join(root, '..'),
    join(actor.dir, 'link'),
    join(actor.dir, 'link/deep'),
    join(actor.dir, 'dangling'),
  ])
    await expect(pathIn(root, folder, 'x.jpg')).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('a link that stays inside is a folder like any other', async () => {
  const { root, actor } = await tempLibrary()
  await mkdir(join(root, 'shelf'))
  await symlink(join(root, 'shelf'), join(actor.dir, 'link'))
  expect(await pathIn(root, join(actor.dir, 'link'), 'x.jpg')).toBe(join(actor.dir, 'link', 'x.jpg'))
})

test('a library that is gone is unavailable, not a bad name', async () => {
  const gone = join(tmpdir(), 'evencast-gone-library')
  await expect(pathIn(gone, join(gone, 'actors'), 'x.jpg')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})
