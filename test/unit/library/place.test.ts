import { link, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Link, placeNew } from '../../../src/main/library/place.ts'
import { tempFolder } from './temp-library.ts'

const failing =
  (code: string): Link =>
  async () => {
    throw Object.assign(new Error(code), { code })
  }

test.each([
  ['with hard links', link],
  ['without hard links', failing('EPERM')],
])('%s a file appears under a free name and never replaces one', async (_, makeLink) => {
  const dir = await tempFolder({ 'a.tmp': 'new', 'b.tmp': 'other' })
  const target = join(dir, 'a.jpg')
  await placeNew(join(dir, 'a.tmp'), target, makeLink)
  await expect(placeNew(join(dir, 'b.tmp'), target, makeLink)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await readFile(target, 'utf8')).toBe('new')
  expect((await readdir(dir)).sort()).toEqual(['a.jpg', 'b.tmp'])
})

test('a crash between link and unlink is finished by trying again', async () => {
  const dir = await tempFolder({ 'a.tmp': 'new' })
  await link(join(dir, 'a.tmp'), join(dir, 'a.jpg'))
  await placeNew(join(dir, 'a.tmp'), join(dir, 'a.jpg'))
  expect(await readdir(dir)).toEqual(['a.jpg'])
})

test('from another drive the file is copied beside its place first, its time kept', async () => {
  const from = await tempFolder({ 'a.tmp': 'new' })
  const to = await tempFolder()
  const { mtimeMs } = await stat(join(from, 'a.tmp'))
  const acrossDrives: Link = (source, target) =>
    source.startsWith(from) ? failing('EXDEV')(source, target) : link(source, target)
  await placeNew(join(from, 'a.tmp'), join(to, 'a.jpg'), acrossDrives)
  expect(await readdir(to)).toEqual(['a.jpg'])
  expect(await readdir(from)).toEqual([])
  expect((await stat(join(to, 'a.jpg'))).mtimeMs).toBeCloseTo(mtimeMs, 0)
})

test('a refused copy from another drive leaves both sides as they were', async () => {
  const from = await tempFolder({ 'a.tmp': 'new' })
  const to = await tempFolder()
  await writeFile(join(to, 'a.jpg'), 'old')
  const acrossDrives: Link = (source, target) =>
    source.startsWith(from) ? failing('EXDEV')(source, target) : link(source, target)
  await expect(placeNew(join(from, 'a.tmp'), join(to, 'a.jpg'), acrossDrives)).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  expect(await readdir(to)).toEqual(['a.jpg'])
  expect(await readdir(from)).toEqual(['a.tmp'])
})
