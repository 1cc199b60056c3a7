import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolders } from '../../../src/main/settings/folders.ts'
import { createRecent } from '../../../src/main/settings/recent.ts'
import { tempFolder } from './temp-folder.ts'

test('a folder is known by an opaque id, always the same one, and no other id opens anything', async () => {
  const home = await tempFolder()
  const folders = createFolders({ home })
  const view = folders.grant(join(home, 'data'))
  expect(view).toMatchObject({ name: 'data', hint: '~/data' })
  expect(view.folderId).not.toContain('data')
  expect(folders.grant(join(home, 'data/')).folderId).toBe(view.folderId)
  expect(folders.pathOf(view.folderId)).toBe(join(home, 'data'))
  expect(folders.grant('/').name).toBe('/')
  expect(() => folders.pathOf('/etc')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  expect(() => createFolders({ home }).pathOf(view.folderId)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
})

test('browsing starts at home and shows visible folders in order, with what they look like', async () => {
  const home = await tempFolder()
  for (const dir of ['b/actors', 'a10/training_data', 'a9', 'img/10_zoe', 'photos', '.hidden'])
    await mkdir(join(home, dir), { recursive: true })
  await writeFile(join(home, 'photos/x.jpg'), '')
  await writeFile(join(home, 'file.txt'), '')
  await symlink(join(home, 'b'), join(home, 'link'))
  const folders = createFolders({ home })
  const view = await folders.browse()
  expect(view.children.map(({ name, looksLike }) => [name, looksLike])).toEqual([
    ['a9', 'folder'],
    ['a10', 'actor'],
    ['b', 'library'],
    ['img', 'library'],
    ['link', 'library'],
    ['photos', 'actor'],
  ])
  const inner = await folders.browse(view.children[2]!.folderId)
  expect(inner.here.name).toBe('b')
  expect(inner.parent?.folderId).toBe(view.here.folderId)
  await expect(folders.browse('none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the recent list holds the last twelve, newest first, each once, and survives a broken file', async () => {
  const dir = await tempFolder()
  const recent = createRecent(join(dir, 'config'))
  expect(await recent.list()).toEqual([])
  await Promise.all(Array.from({ length: 14 }, (_, i) => recent.add(`/library-${i}`, new Date(i))))
  await recent.add('/library-5', new Date(99))
  const paths = (await recent.list()).map((folder) => folder.path)
  expect(paths).toHaveLength(12)
  expect(paths.slice(0, 2)).toEqual(['/library-5', '/library-13'])
  await recent.remove('/library-13')
  expect((await recent.list())[1]?.path).toBe('/library-12')
  await writeFile(join(dir, 'config/recent.json'), '{')
  expect(await recent.list()).toEqual([])
})

test('a typed path finds its folder, as it is pasted from a terminal or a file manager, and says what is wrong with others', async () => {
  const home = await tempFolder()
  await mkdir(join(home, 'my data/actors'), { recursive: true })
  await writeFile(join(home, 'file.txt'), '')
  const folders = createFolders({ home })
  for (const typed of [join(home, 'my data'), '~/my data', ` "${join(home, 'my data')}/" `]) {
    const { folderId, name } = await folders.find(typed)
    expect(name).toBe('my data')
    expect(folders.pathOf(folderId)).toBe(join(home, 'my data'))
  }
  expect((await folders.find('~')).hint).toBe('~')
  await expect(folders.find('my data')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringMatching(/no full path/),
  })
  await expect(folders.find('~/gone')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringMatching(/There is no folder/),
  })
  await expect(folders.find('~/file.txt')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringMatching(/is a file/),
  })
})
