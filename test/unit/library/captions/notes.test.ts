import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { embeddedCaption } from '../../../../src/main/library/captions/embedded.ts'
import { temporaryFolder } from '../../../support/library.ts'

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">a photo of ann</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`
const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } })

/** Returns the picture with text chunks after its header. */
async function pngWith(...chunks: readonly (readonly [kind: string, data: Buffer])[]): Promise<Buffer> {
  const png = await picture().png().toBuffer()
  const made = chunks.map(([kind, data]) => {
    const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, sum])
  })
  return Buffer.concat([png.subarray(0, 33), ...made, png.subarray(33)])
}

async function captionIn(content: Buffer): Promise<string | null> {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'picture')
  await writeFile(file, content)
  // Awaited here, because the folder is removed when this function returns.
  return await embeddedCaption(file)
}

test.each(['jpeg', 'png', 'webp'] as const)('the description in the XMP of a %s', async (format) => {
  expect(await captionIn(await picture().withXmp(XMP).toFormat(format).toBuffer())).toBe('a photo of ann')
})

test('texts of a PNG: plain, packed and in another alphabet', async () => {
  const plain = Buffer.from('parameters\0a photo of ann\nNegative prompt: blur', 'latin1')
  expect(await captionIn(await pngWith(['tEXt', plain]))).toBe('a photo of ann')
  const packed = Buffer.concat([Buffer.from('Description\0\0', 'latin1'), deflateSync('a photo of bob')])
  expect(await captionIn(await pngWith(['zTXt', packed]))).toBe('a photo of bob')
  const other = Buffer.concat([Buffer.from('Caption\0\0\0\0\0', 'latin1'), Buffer.from('ein Bild für Łucja')])
  expect(await captionIn(await pngWith(['iTXt', other]))).toBe('ein Bild für Łucja')
})

test('a hundred packed texts of gigabytes take neither memory nor time', async () => {
  const bomb = Buffer.concat([
    Buffer.from('Comment\0\0', 'latin1'),
    deflateSync(Buffer.alloc(32 * 1024 ** 2), { level: 9 }),
  ])
  const content = await pngWith(...Array.from({ length: 100 }, () => ['zTXt', bomb] as const))
  const before = process.memoryUsage().rss
  expect(await captionIn(content)).toBeNull()
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 ** 2)
})

test('what ends too early, lies about its length or is no file has no caption', async () => {
  const png = await pngWith(['tEXt', Buffer.from('caption\0a photo', 'latin1')])
  for (const end of [0, 7, 12, 33, 40, 45]) expect(await captionIn(png.subarray(0, end))).toBeNull()
  expect(await captionIn(Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0, 0xff, 0xff]))).toBeNull()
  expect(
    await captionIn(Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWEBPXMP \xff\xff\xff\xff', 'latin1')])),
  ).toBeNull()
  await using folder = await temporaryFolder()
  expect(await embeddedCaption(join(folder.path, 'gone.png'))).toBeNull()
  if (process.platform === 'win32') return
  execFileSync('mkfifo', [join(folder.path, 'pipe.png')])
  expect(await embeddedCaption(join(folder.path, 'pipe.png'))).toBeNull()
})
