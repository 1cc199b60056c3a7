import { execFileSync } from 'node:child_process'
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openTrainingFolder } from '../../../src/main/training/check/folder.ts'
import { lookAt } from '../../../src/main/training/check/look-at.ts'
import { claimFolder } from '../../../src/main/training/claim.ts'
import { prepare } from '../../../src/main/training/image/prepare.ts'
import { Lock, LOCK_FILE, readLock } from '../../../src/main/training/lock.ts'
import { temporaryFolder } from '../../support/library.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><rect width="900" height="900"/></svg>'

/** Returns a zip whose entries all refer to the same bytes, or declare wrong sizes. */
function overlapping(entries: number, inflated: number, says?: { packed: number; bytes: number }): Buffer {
  const content = Buffer.alloc(inflated)
  const [packed, sum] = [deflateRawSync(content), crc32(content)]
  const local = Buffer.alloc(31)
  local.writeUInt32LE(0x04034b50)
  local.writeUInt16LE(1, 26)
  const central = Array.from({ length: entries }, () => {
    const head = Buffer.alloc(47)
    head.writeUInt32LE(0x02014b50)
    head.writeUInt16LE(8, 10)
    head.writeUInt32LE(sum, 16)
    head.writeUInt32LE(says?.packed ?? packed.length, 20)
    head.writeUInt32LE(says?.bytes ?? inflated, 24)
    head.writeUInt16LE(1, 28)
    head.write('a', 46)
    return head
  })
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(local.length + packed.length, 16)
  return Buffer.concat([local, packed, ...central, end])
}

test('entries of a zip that stand for the same bytes are refused', async () => {
  await using folder = await temporaryFolder()
  const [one, many] = [join(folder.path, 'one.zip'), join(folder.path, 'many.zip')]
  await writeFile(one, overlapping(1, 1_000_000))
  await writeFile(many, overlapping(1000, 1_000_000))
  expect(await (await openTrainingFolder(one)).read('a')).toHaveLength(1_000_000)
  await expect(openTrainingFolder(many)).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('what says that it unpacks to more than any training set is refused before anything is unpacked', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'bomb.zip')
  await writeFile(file, overlapping(40, 1_000_000, { packed: 1, bytes: 250 * 1024 ** 2 }))
  await expect(openTrainingFolder(file)).rejects.toThrow(/unpacks to more than 8 GiB/)
})

test('while an entry is unpacked the program goes on', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'large.zip')
  await writeFile(file, overlapping(1, 20_000_000))
  const opened = await openTrainingFolder(file)
  let others = 0
  const reading = opened.read('a')
  setImmediate(() => void others++)
  expect([(await reading).length, others]).toEqual([20_000_000, 1])
})

test('a drawing under the name of a picture is none, neither to be checked nor to be exported', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'a.png')
  await writeFile(file, SVG)
  expect(await lookAt(Buffer.from(SVG))).toBeNull()
  const job = {
    crop: null,
    maskFile: null,
    masks: 'none',
    format: 'keep',
    quality: 90,
    background: '#fff',
    mostPixels: null,
  } as const
  expect(await prepare({ file, ...job })).toHaveProperty('refused')
})

const LOCK = {
  version: 1,
  made_with: 'x',
  state: 'whole',
  trainer: 'kohya',
  name: 'ann',
  trigger: 'ann',
  class_word: '',
  target: { photorealistic: 1, bw_stylized: 0, color_stylized: 0 },
  settings: {},
  subsets: [],
  images: [],
}

test.each(['../x', '/etc/passwd', 'a/../../x', '\\\\host\\x', 'C:\\x', 'c:/x', 'a\0b', ''])(
  'a lock that names %j is none',
  (name) => {
    expect(Lock.safeParse({ ...LOCK, files: { 'a.txt': null } }).success).toBe(true)
    expect(Lock.safeParse({ ...LOCK, files: { [name]: null } }).success).toBe(false)
  },
)

test.skipIf(process.platform === 'win32')(
  'an export that holds a link is not written to: nothing beyond it is deleted',
  async () => {
    await using folder = await temporaryFolder()
    const [dir, outside] = [join(folder.path, 'export'), join(folder.path, 'outside')]
    await mkdir(dir)
    await mkdir(outside)
    await writeFile(join(outside, 'kept.txt'), 'kept')
    await writeFile(join(dir, LOCK_FILE), JSON.stringify({ ...LOCK, files: { 'sub/kept.txt': null } }))
    await symlink(outside, join(dir, 'sub'))
    await expect(claimFolder(dir, { trainer: 'kohya', name: 'ann' })).rejects.toThrow('sub is a link')
    expect(await readdir(outside)).toEqual(['kept.txt'])
    await rm(join(dir, 'sub'))
    expect(await claimFolder(dir, { trainer: 'kohya', name: 'ann' })).toMatchObject({ name: 'ann' })
  },
)

test.skipIf(process.platform === 'win32')('a pipe in place of a lock hangs nothing', async () => {
  await using folder = await temporaryFolder()
  execFileSync('mkfifo', [join(folder.path, LOCK_FILE)])
  await expect(readLock(folder.path)).rejects.toMatchObject({ code: 'CONFLICT' })
})
