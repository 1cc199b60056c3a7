import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { lstat, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CaptionFiles, createCaptionFiles } from '../../../../src/main/library/captions/caption-files.ts'
import { exchangeFiles, stampsOf } from '../../../../src/main/library/captions/exchange-files.ts'
import { temporaryFolder } from '../../../support/library.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

async function exchange(files: CaptionFiles, file: string, from: string | null, to: string | null): Promise<void> {
  const [fault] = await files.exchange([{ file, from, to }])
  if (fault) throw fault
}

test('a caption file is exchanged whole, and another hand’s change is a conflict', async () => {
  await using folder = await temporaryFolder()
  const files = createCaptionFiles()
  const file = join(folder.path, 'a.txt')
  await exchange(files, file, null, base64('red'))
  expect(await readFile(file, 'utf8')).toBe('red')
  await exchange(files, file, base64('red'), base64('blue'))
  expect((await files.read(file))?.toString()).toBe('blue')
  await exchange(files, file, base64('red'), base64('blue'))
  await writeFile(file, 'mine')
  await expect(exchange(files, file, base64('blue'), base64('green'))).rejects.toThrow(
    'a.txt was changed by another app in the meantime.',
  )
  expect((await files.read(file))?.toString()).toBe('mine')
  await exchange(files, file, base64('mine'), null)
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
  await exchange(files, file, null, base64('red'))
  // A new file changes its folder, which must then be read.
  expect(await files.areOwn([file])).toBe(false)
  await exchange(files, file, base64('red'), base64('blue'))
  expect(await files.areOwn([file])).toBe(true)
  await files.read(file)
  expect(await files.areOwn([file])).toBe(true)
  await exchange(files, file, base64('blue'), base64(' '))
  expect(await files.areOwn([file])).toBe(false)
  await exchange(files, file, base64(' '), base64('red'))
  await writeFile(file, 'another hand')
  expect(await files.areOwn([file])).toBe(false)
})

test('a read-only file is neither replaced nor removed, and named', async () => {
  await using folder = await temporaryFolder()
  const files = createCaptionFiles()
  const file = join(folder.path, 'a.txt')
  await writeFile(file, 'red', { mode: 0o444 })
  for (const to of [base64('blue'), null])
    await expect(exchange(files, file, base64('red'), to)).rejects.toThrow(
      'a.txt is read-only. Allow writing to it and try again.',
    )
  // A file that already has the text is not written.
  await exchange(files, file, base64('blue'), base64('red'))
  expect(await readFile(file, 'utf8')).toBe('red')
  expect((await stat(file)).mode & 0o777).toBe(0o444)
})

/** Writes enough captions for worker threads to be used. */
async function writeMany(dir: string, length = 80): Promise<readonly string[]> {
  const files = Array.from({ length }, (_, n) => join(dir, `${n}.txt`))
  for (const file of files) await writeFile(file, 'red')
  return files
}

const toBlue = (files: readonly string[]) => files.map((file) => ({ file, from: base64('red'), to: base64('blue') }))

test('of many that are exchanged together, each that cannot be is told of by itself', async () => {
  await using folder = await temporaryFolder()
  const dir = folder.path
  const many = await writeMany(dir)
  const files = createCaptionFiles()
  for (const file of many) await files.read(file)
  await writeFile(join(dir, 'secret'), 'red')
  await symlink(join(dir, 'secret'), join(dir, 'link.txt'))
  await writeFile(join(dir, 'shut.txt'), 'red', { mode: 0o444 })
  await writeFile(many[7]!, 'mine')
  await writeFile(many[8]!, 'blue')
  const faults = await files.exchange([
    ...toBlue([...many, join(dir, 'link.txt'), join(dir, 'shut.txt')]),
    { file: join(dir, 'new.txt'), from: null, to: base64('new') },
    { file: join(dir, 'none/new.txt'), from: null, to: base64('new') },
  ])
  expect(faults.flatMap((fault, at) => (fault ? [[at, 'code' in fault && fault.code, fault.message]] : []))).toEqual([
    [7, 'CONFLICT', '7.txt was changed by another app in the meantime. Check it and try again.'],
    [80, 'BAD_INPUT', expect.stringContaining('link.txt is a link or no regular file')],
    [81, 'UNAVAILABLE', 'shut.txt is read-only. Allow writing to it and try again.'],
    [83, 'ENOENT', expect.stringContaining('none')],
  ])
  for (const [n, file] of many.entries()) expect(await readFile(file, 'utf8')).toBe(n === 7 ? 'mine' : 'blue')
  expect(await readFile(join(dir, 'secret'), 'utf8')).toBe('red')
  expect((await lstat(join(dir, 'link.txt'))).isSymbolicLink()).toBe(true)
  expect(await readFile(join(dir, 'new.txt'), 'utf8')).toBe('new')
  expect((await readdir(dir)).filter((name) => name.startsWith('.'))).toEqual([])
  const written = many.filter((_, n) => n !== 7 && n !== 8)
  expect(await files.areOwn(written)).toBe(true)
  expect(await files.areOwn([join(dir, 'new.txt')])).toBe(false)
  await writeFile(many[70]!, 'another hand')
  expect(await files.areOwn(written)).toBe(false)
  await writeFile(many[70]!, 'blue')
  expect((await files.exchange(many.map((file) => ({ file, from: base64('blue'), to: null })))).length).toBe(80)
  expect(await readdir(dir)).toEqual(['7.txt', 'link.txt', 'new.txt', 'secret', 'shut.txt'])
})

test('which of many have changed is asked of another thread at once, and of each where that has ended', async () => {
  await using folder = await temporaryFolder()
  const many = await writeMany(folder.path, 600)
  let ended = false
  const asked: number[] = []
  const files = createCaptionFiles({
    exchangeFiles,
    async stampsOf(some) {
      asked.push(some.length)
      if (ended) throw new Error('The worker threads have ended.')
      return stampsOf(some)
    },
  })
  const textsOf = async (): Promise<readonly (string | undefined)[]> => {
    const read = await files.reader(many)
    return Promise.all(many.map(async (file) => (await read(file))?.toString()))
  }
  expect(new Set(await textsOf())).toEqual(new Set(['red']))
  expect(asked).toEqual([])
  await writeFile(many[7]!, 'mine')
  await rm(many[8]!)
  const now = many.map((_, n) => (n === 7 ? 'mine' : n === 8 ? undefined : 'red'))
  expect(await textsOf()).toEqual(now)
  expect(asked).toEqual([600])
  ended = true
  expect(await textsOf()).toEqual(now)
})

test('what another hand writes while many are flushed stays, and the others are exchanged, also those that were only touched', async () => {
  await using folder = await temporaryFolder()
  const many = await writeMany(folder.path)
  const exchanging = exchangeFiles(toBlue(many).map((each) => ({ ...each, known: null })))
  // Nothing is flushed before this thread's current task ends.
  const temporary = () => readdirSync(folder.path).filter((name) => name.startsWith('.'))
  while (temporary().length < many.length) await Promise.resolve()
  writeFileSync(many[7]!, 'mine')
  utimesSync(many[9]!, 1, 1)
  const done = await exchanging
  expect(done[7]).toMatchObject({ fault: { code: 'CONFLICT' } })
  expect(done.filter((each) => each && 'fault' in each)).toHaveLength(1)
  for (const [n, file] of many.entries()) expect(await readFile(file, 'utf8')).toBe(n === 7 ? 'mine' : 'blue')
  expect(temporary()).toEqual([])
})

test('a file that images share is exchanged once for all of them', async () => {
  await using folder = await temporaryFolder()
  const many = await writeMany(folder.path)
  const files = createCaptionFiles()
  const shared = toBlue([many[0]!, ...many, many[79]!])
  expect(await files.exchange(shared)).toEqual(shared.map(() => null))
  for (const file of many) expect(await readFile(file, 'utf8')).toBe('blue')
  expect((await readdir(folder.path)).filter((name) => name.startsWith('.'))).toEqual([])
})

test('what a thread had not exchanged when it died is exchanged all the same', async () => {
  await using folder = await temporaryFolder()
  const many = await writeMany(folder.path)
  const files = createCaptionFiles({
    stampsOf,
    async exchangeFiles(exchanges) {
      await exchangeFiles(exchanges.slice(0, 30))
      throw new Error('The worker threads have ended.')
    },
  })
  const faults = await files.exchange(toBlue(many))
  expect(faults).toEqual(many.map(() => null))
  for (const file of many) expect(await readFile(file, 'utf8')).toBe('blue')
})

test('whether a file is its own is answered after those that other threads are writing', async () => {
  await using folder = await temporaryFolder()
  const many = await writeMany(folder.path)
  const written = Promise.withResolvers<void>()
  const told = Promise.withResolvers<void>()
  const files = createCaptionFiles({
    stampsOf,
    async exchangeFiles(exchanges) {
      const done = await exchangeFiles(exchanges)
      written.resolve()
      await told.promise
      return done
    },
  })
  const exchanging = files.exchange(toBlue(many))
  await written.promise
  const own = files.areOwn([many[0]!])
  told.resolve()
  expect(await own).toBe(true)
  await exchanging
})
