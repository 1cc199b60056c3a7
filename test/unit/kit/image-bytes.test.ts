import { execFileSync } from 'node:child_process'
import { mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decode } from '../../../src/main/evaluation/local/decode.ts'
import { createMeasure } from '../../../src/main/evaluation/local/measure.ts'
import { decodable, imageBytesNow, readImageBytes } from '../../../src/main/kit/image-bytes.ts'
import { readRegularNow } from '../../../src/main/kit/read-regular.ts'
import { createThumbnails } from '../../../src/main/media/thumbnails.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evencast-bytes-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="red"/></svg>'

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const around = Buffer.alloc(4)
  around.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([around, body, sum])
}

/** Returns a small picture with `count` text chunks that inflate to 16 MB each. */
async function bomb(count: number): Promise<Buffer> {
  const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#456' } })
    .png()
    .toBuffer()
  const note = chunk(
    'zTXt',
    Buffer.concat([Buffer.from('a\0\0', 'latin1'), deflateSync(Buffer.alloc(16e6), { level: 9 })]),
  )
  return Buffer.concat([png.subarray(0, 33), ...Array.from({ length: count }, () => note), png.subarray(33)])
}

test('notes in a PNG that would inflate to gigabytes are left out before it is decoded', async () => {
  const bytes = await bomb(40)
  const before = process.memoryUsage().rss
  const fit = decodable(bytes)
  expect(fit?.length).toBeLessThan(1000)
  const decoded = await decode(bytes)
  expect(decoded).toMatchObject({ width: 64, height: 64, format: 'png' })
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
})

test.each([
  ['plain', SVG],
  ['with a byte order mark', `\uFEFF ${SVG}`],
  ['with a declaration', `<?xml version="1.0"?>\n${SVG}`],
  ['as UTF-16', Buffer.from(`\uFEFF${SVG}`, 'utf16le')],
  ['a document', '%PDF-1.7\n'],
])('%s: what is no raster image is given to no decoder and has no thumbnail', async (name, content) => {
  const file = join(folder, `${name}.png`)
  await writeFile(file, content)
  expect(decodable(Buffer.from(content))).toBeNull()
  expect(await decode(Buffer.from(content))).toHaveProperty('unreadable')
  const thumbnails = createThumbnails({ cacheDir: join(folder, 'cache') })
  expect(await thumbnails.get({ file, version: '', sha256: null }, 256)).toBeNull()
})

test('a chunk that lies about its length, and a file of the signature alone, are left to the decoder', () => {
  for (const tail of ['', '\xff\xff\xff\xffIDAT', '\0\0\0\x05zT'])
    expect(decodable(Buffer.from(`\x89PNG\r\n\x1a\n${tail}`, 'latin1'))).not.toBeNull()
})

test('a pipe and a link are not read, and a sparse file of gigabytes is a finding that takes no memory', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe.jpg')])
  await symlink('/etc/passwd', join(folder, 'link.jpg'))
  for (const name of ['pipe.jpg', 'link.jpg'])
    for (const read of [readImageBytes, imageBytesNow])
      await expect(read(join(folder, name))).rejects.toThrow(/no regular file/)
  const file = join(folder, 'sparse.jpg')
  await using handle = await open(file, 'w')
  await handle.truncate(600e6)
  const before = process.memoryUsage().rss
  expect(await createMeasure(async () => null)({ file, modelFile: '' })).toMatchObject({
    bytes: 600e6,
    measured: { unreadable: expect.stringMatching(/larger than/) },
  })
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
})

test('where images are decoded, files are read as they are elsewhere: all bytes, also of one that grows meanwhile', async () => {
  const file = join(folder, 'whole.jpg')
  const content = Buffer.alloc(70_000, 'evencast')
  await writeFile(file, content)
  expect(content.equals(await imageBytesNow(file))).toBe(true)
  await expect(imageBytesNow(join(folder, 'absent.jpg'))).rejects.toHaveProperty('code', 'ENOENT')
  expect(() => readRegularNow(file, 69_999)).toThrow(/larger than/)
  // Its reported size is zero, but it has content.
  if (process.platform === 'linux') expect(readRegularNow('/proc/self/status', 1e6).toString()).toMatch(/^Name:[^]*\n$/)
})
