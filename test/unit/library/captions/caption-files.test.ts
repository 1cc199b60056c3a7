import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCaptionFiles } from '../../../../src/main/library/captions/caption-files.ts'
import { temporaryFolder } from '../../../support/library.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

test('a caption file is exchanged whole, and another hand’s change is a conflict', async () => {
  await using folder = await temporaryFolder()
  const files = createCaptionFiles()
  const file = join(folder.path, 'a.txt')
  await files.exchange(file, null, base64('red'))
  expect(await readFile(file, 'utf8')).toBe('red')
  await files.exchange(file, base64('red'), base64('blue'))
  expect((await files.read(file))?.toString()).toBe('blue')
  await files.exchange(file, base64('red'), base64('blue'))
  await writeFile(file, 'mine')
  await expect(files.exchange(file, base64('blue'), base64('green'))).rejects.toThrow(
    'a.txt was changed by another app in the meantime.',
  )
  expect((await files.read(file))?.toString()).toBe('mine')
  await files.exchange(file, base64('mine'), null)
  expect(await files.read(file)).toBeNull()
  expect(await readdir(folder.path)).toEqual([])
})

test('a file that was read is not read again before its size or its time changes', async () => {
  await using folder = await temporaryFolder()
  const files = createCaptionFiles()
  const file = join(folder.path, 'a.txt')
  await writeFile(file, 'red')
  expect((await files.read(file))?.toString()).toBe('red')
  const { atime, mtime } = await stat(file)
  await utimes(file, atime, new Date(Math.floor(mtime.getTime() / 1000) * 1000))
  await files.read(file)
  const { mtime: whole } = await stat(file)
  await writeFile(file, 'sea')
  await utimes(file, atime, whole)
  expect((await files.read(file))?.toString()).toBe('red')
  await writeFile(file, 'blue')
  expect((await files.read(file))?.toString()).toBe('blue')
})

test('its own is only what was written in place of another and nobody changed since', async () => {
  await using folder = await temporaryFolder()
  const files = createCaptionFiles()
  const file = join(folder.path, 'a.txt')
  await files.exchange(file, null, base64('red'))
  // A new file is one more of its folder, which somebody has to look at.
  expect(await files.isOwn(file)).toBe(false)
  await files.exchange(file, base64('red'), base64('blue'))
  expect(await files.isOwn(file)).toBe(true)
  await files.read(file)
  expect(await files.isOwn(file)).toBe(true)
  await files.exchange(file, base64('blue'), base64(' '))
  expect(await files.isOwn(file)).toBe(false)
  await files.exchange(file, base64(' '), base64('red'))
  await writeFile(file, 'another hand')
  expect(await files.isOwn(file)).toBe(false)
})

test('a read-only file is neither replaced nor removed, and named', async () => {
  await using folder = await temporaryFolder()
  const files = createCaptionFiles()
  const file = join(folder.path, 'a.txt')
  await writeFile(file, 'red', { mode: 0o444 })
  for (const to of [base64('blue'), null])
    await expect(files.exchange(file, base64('red'), to)).rejects.toThrow(
      'a.txt is read-only. Allow writing to it and try again.',
    )
  // What says it already needs no writing.
  await files.exchange(file, base64('blue'), base64('red'))
  expect(await readFile(file, 'utf8')).toBe('red')
  expect((await stat(file)).mode & 0o777).toBe(0o444)
})
