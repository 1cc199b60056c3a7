import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { createCaptionFiles } from '../../../../src/main/library/captions/caption-files.ts'
import { type Captioned, readCaptions } from '../../../../src/main/library/captions/read.ts'
import { photograph, temporaryFolder } from '../../../support/library.ts'

const image = (filename: string, entry: object = {}, sha256: string | null = null): Captioned => ({
  filename,
  entry: { filename, ...entry },
  sha256,
})

async function captionOf(files: Readonly<Record<string, string | Buffer>>, of: Captioned) {
  await using folder = await temporaryFolder()
  await mkdir(folder.path, { recursive: true })
  await writeFile(join(folder.path, 'a.jpg'), await photograph(1, 80))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content)
  return (await readCaptions(folder.path, [of], createCaptionFiles())).get(of.filename)
}

test.each([
  ['txt', { 'a.txt': ' a cat \n' }, 'a cat'],
  ['caption', { 'a.caption': 'a cat' }, 'a cat'],
  ['json', { 'a.json': '{"caption": "a cat", "score": 3}' }, 'a cat'],
  ['json', { 'a.json': '{"tags": ["cat", "grass"]}' }, 'cat, grass'],
  ['metadata', { 'metadata.jsonl': '{"file_name": "a.jpg", "text": "a cat"}\n' }, 'a cat'],
  ['metadata', { 'metadata.csv': 'file_name,text\na.jpg,"a cat, asleep"\n' }, 'a cat, asleep'],
  ['metadata', { 'meta_cap.json': '{"/x/y/a.jpg": {"caption": "a cat"}}' }, 'a cat'],
  ['metadata', { 'metadata.json': '{"a": {"tags": "cat, grass"}}' }, 'cat, grass'],
])('a caption is found in %s: %j', async (place, files, text) => {
  const found = await captionOf(files, image('a.jpg'))
  expect(found?.caption).toMatchObject({ text, place, by: 'import' })
})

test('a caption belongs to its image as any file beside it does: in another Unicode form or case, or with its ending', async () => {
  const zoe = (form: string, end: string): string => `Zo\u00eb_1${end}`.normalize(form)
  const files = { [zoe('NFC', '.txt')]: 'a cat' }
  expect((await captionOf({ [zoe('NFD', '.jpg')]: '', ...files }, image(zoe('NFD', '.jpg'))))?.caption?.text).toBe(
    'a cat',
  )
  expect((await captionOf({ 'b.JPG': '', 'B.txt': 'a dog' }, image('b.JPG')))?.caption?.text).toBe('a dog')
  expect((await captionOf({ 'a.jpg.txt': 'a cow' }, image('a.jpg')))?.caption?.text).toBe('a cow')
  expect((await captionOf({ 'a.jpg.txt': 'a cow', 'a.txt': 'a cat' }, image('a.jpg')))?.caption?.text).toBe('a cat')
  const listed = { 'metadata.jsonl': JSON.stringify({ file_name: zoe('NFC', '.jpg'), text: 'a hen' }) }
  expect((await captionOf(listed, image(zoe('NFD', '.jpg'))))?.caption?.text).toBe('a hen')
})

test("a caption is that image's alone whose file it is", async () => {
  const double = { 'a.jpg.png': '', 'a.jpg.txt': 'a cow' }
  expect((await captionOf(double, image('a.jpg.png')))?.caption).toBeNull()
  expect((await captionOf(double, image('a.jpg')))?.caption?.text).toBe('a cow')
  const film = { 'B.mp4': '', 'B.txt': 'a film', 'b.jpg': '' }
  expect((await captionOf(film, image('b.jpg')))?.caption).toBeNull()
})

test('a caption file of exactly the stem comes before one that only resembles it, whatever their endings', async () => {
  const files = { 'a.caption': 'a cat', 'a.jpg.txt': 'cat, 1girl', 'A.txt': 'a dog' }
  const found = await captionOf(files, image('a.jpg'))
  expect(found?.caption).toMatchObject({ text: 'a cat', place: 'caption' })
  expect(found?.file).toMatch(/a\.caption$/)
  expect((await captionOf({ ...files, 'a.caption': ' ' }, image('a.jpg')))?.caption?.text).toBe('cat, 1girl')
  expect((await captionOf({ 'a.TXT': 'a dog', 'a.txt': 'a cat' }, image('a.jpg')))?.caption?.text).toBe('a cat')
})

test("a row of a list is one image's, and one in another case counts where it can mean nothing else", async () => {
  const listed = async (rows: readonly string[], pictures: readonly string[], of: string) => {
    const lines = rows.map((name) => JSON.stringify({ file_name: name, text: name }))
    const files = Object.fromEntries(pictures.map((name) => [name, '']))
    return (await captionOf({ ...files, 'metadata.jsonl': lines.join('\n') }, image(of)))?.caption?.text
  }
  expect(await listed(['B.jpg'], ['b.jpg'], 'b.jpg')).toBe('B.jpg')
  expect(await listed(['B.jpg'], ['B.jpg', 'b.jpg'], 'B.jpg')).toBe('B.jpg')
  expect(await listed(['B.jpg'], ['B.jpg', 'b.jpg'], 'b.jpg')).toBeUndefined()
  expect(await listed(['bO.jpg', 'BO.jpg'], ['bo.jpg'], 'bo.jpg')).toBeUndefined()
  expect(await listed(['bO.jpg', 'bo.jpg'], ['bo.jpg'], 'bo.jpg')).toBe('bo.jpg')
  expect(await listed(['a.jpg'], ['a.jpg.png'], 'a.jpg.png')).toBeUndefined()
  expect(await listed(['A.JPG'], ['a.jpg.png'], 'a.jpg.png')).toBeUndefined()
  expect(await listed(['b.jpg'], ['B.jpg', 'b.jpg.png'], 'B.jpg')).toBeUndefined()
  expect(await listed(['b.jpg'], ['B.jpg', 'b.jpg.png'], 'b.jpg.png')).toBe('b.jpg')
  expect(await listed(['B'], ['b.jpg'], 'b.jpg')).toBe('B')
})

test('a caption is found in PNG parameters and in XMP', async () => {
  await using folder = await temporaryFolder()
  const png = await sharp(await photograph(2, 80))
    .png()
    .withMetadata()
    .toBuffer()
  const text = Buffer.from('parameters\0a knight, oil\nNegative prompt: blur\nSteps: 20')
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from('tEXt'), text, Buffer.alloc(4)])
  chunk.writeUInt32BE(text.length, 0)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + text.length)), 8 + text.length)
  await writeFile(join(folder.path, 'a.png'), Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]))
  const xmp =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">a queen &amp; a&#x20;c&#97;t</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>'
  await writeFile(
    join(folder.path, 'b.jpg'),
    await sharp(await photograph(3, 80))
      .withXmp(xmp)
      .jpeg()
      .toBuffer(),
  )
  const found = await readCaptions(folder.path, [image('a.png'), image('b.jpg')], createCaptionFiles())
  expect(found.get('a.png')?.caption).toMatchObject({ text: 'a knight, oil', place: 'embedded' })
  expect(found.get('b.jpg')?.caption).toMatchObject({ text: 'a queen & a cat', place: 'embedded' })
})

/** The CRC that PNG uses. */
function crc32(data: Buffer): number {
  let crc = 0xffffffff
  for (const byte of data) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

test('the file beside an image outranks all else, and knows its author while nobody else changed it', async () => {
  const entry = { caption: 'a cat', caption_by: 'openai:gpt', caption_of: 'one' }
  expect((await captionOf({ 'a.txt': 'a cat' }, image('a.jpg', entry, 'one')))?.caption).toMatchObject({
    by: 'openai:gpt',
    place: 'txt',
    stale: false,
  })
  expect((await captionOf({ 'a.txt': 'a dog' }, image('a.jpg', entry)))?.caption).toMatchObject({
    text: 'a dog',
    by: 'human',
  })
  expect((await captionOf({}, image('a.jpg', entry, 'two')))?.caption).toMatchObject({
    text: 'a cat',
    place: 'manifest',
    stale: true,
  })
})

test('what is wrong with a caption file is told, and nothing is guessed from what is none', async () => {
  expect((await captionOf({ 'a.txt': '\uFEFFone\ntwo' }, image('a.jpg')))?.caption?.faults).toEqual(['bom', 'lines'])
  expect((await captionOf({ 'a.txt': Buffer.from([0x63, 0xe9]) }, image('a.jpg')))?.caption).toMatchObject({
    text: 'cé',
    faults: ['not_utf8'],
  })
  const empty = await captionOf({ 'a.txt': '  ' }, image('a.jpg'))
  expect([empty?.caption, empty?.faults]).toEqual([null, ['empty']])
  expect(
    (await captionOf({ 'a.json': '{"width": 3}', 'metadata.jsonl': 'nonsense' }, image('a.jpg')))?.caption,
  ).toBeNull()
})
