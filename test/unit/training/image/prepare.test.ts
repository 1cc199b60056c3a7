import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { PrepareJob } from '../../../../src/main/training/image/job.ts'
import { prepare } from '../../../../src/main/training/image/prepare.ts'
import { photograph, temporaryFolder } from '../../../support/library.ts'

const JOB: Omit<PrepareJob, 'file'> = {
  crop: null,
  maskFile: null,
  masks: 'none',
  format: 'keep',
  quality: 95,
  background: '#ffffff',
  mostPixels: null,
}

async function prepared(content: Buffer, more: Partial<PrepareJob> = {}) {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'image')
  await writeFile(file, content)
  const made = await prepare({ ...JOB, file, ...more })
  if ('refused' in made) throw new Error(made.refused)
  return made
}
const rawOf = (content: Uint8Array) => sharp(content).raw().toBuffer()

test('a JPEG loses its metadata and not a bit of its picture', async () => {
  const plain = await photograph(1, 128)
  const told = await sharp(plain)
    .withExif({ IFD0: { Artist: 'somebody', Copyright: 'all of it' } })
    .jpeg({ quality: 90 })
    .toBuffer()
  const { content, lossless, extension } = await prepared(told)
  const { exif, icc, xmp } = await sharp(content).metadata()
  expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined])
  expect(lossless).toBe(true)
  expect(extension).toBe('jpg')
  expect(await rawOf(content)).toEqual(await rawOf(told))
})

test.each([
  ['is empty', Buffer.alloc(0)],
  ['holds SVG, which is not read', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['holds JPEG 2000, which is not read', Buffer.concat([Buffer.from([0xff, 0x4f, 0xff, 0x51]), Buffer.alloc(90)])],
  ['holds no image of a known format', Buffer.from('no image at all')],
])('what %s is refused as that', async (why, content) => {
  await expect(prepared(content)).rejects.toThrow(why)
})

test('what was prepared stays as it is when it is prepared again', async () => {
  const sources = [
    await photograph(2, 96),
    await sharp(await photograph(3, 96))
      .webp()
      .toBuffer(),
    await sharp(await photograph(4, 96))
      .greyscale()
      .jpeg()
      .toBuffer(),
    await sharp(await photograph(5, 96))
      .png({ palette: true })
      .toBuffer(),
    await sharp(await photograph(6, 96))
      .ensureAlpha(0.5)
      .png()
      .toBuffer(),
    await sharp(await photograph(7, 96))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer(),
  ]
  for (const source of sources) {
    const once = await prepared(source)
    const { channels, space, hasAlpha } = await sharp(once.content).metadata()
    expect([channels, space, hasAlpha]).toEqual([3, 'srgb', false])
    const twice = await prepared(Buffer.from(once.content))
    expect(Buffer.from(twice.content)).toEqual(Buffer.from(once.content))
    expect(twice.lossless).toBe(true)
  }
})

test('orientation becomes pixels', async () => {
  const upright = await sharp(await photograph(8, 120))
    .resize(120, 80, { fit: 'fill' })
    .jpeg()
    .toBuffer()
  const turned = await sharp(upright).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const { width, height, content } = await prepared(turned)
  expect([width, height]).toEqual([80, 120])
  expect((await sharp(content).metadata()).orientation).toBeUndefined()
})

test('transparency shows the background, or becomes a mask', async () => {
  const source = await sharp({
    create: { width: 80, height: 80, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer()
  const flat = await prepared(source, { background: '#00ff00' })
  expect([...(await rawOf(flat.content)).subarray(0, 3)]).toEqual([0, 255, 0])
  const separate = await prepared(source, { masks: 'png' })
  expect([...(await rawOf(separate.mask ?? new Uint8Array())).subarray(0, 1)]).toEqual([0])
  const alpha = await prepared(source, { masks: 'alpha' })
  expect((await sharp(alpha.content).metadata()).channels).toBe(4)
})

test('a crop is turned, mirrored, straightened and cut', async () => {
  const source = await sharp(await photograph(9, 200))
    .resize(200, 100, { fit: 'fill' })
    .png()
    .toBuffer()
  const crop = { x: 0.25, y: 0, width: 0.5, height: 1, rotate: 90, mirror: true, straighten: 5 } as const
  const { width, height } = await prepared(source, { crop: { ...crop, rotate: 0 } })
  expect([width, height]).toEqual([100, 100])
  const turned = await prepared(source, { crop: { ...crop, x: 0, width: 1 } })
  expect([turned.width, turned.height]).toEqual([100, 200])
})

test('too many px are made fewer, the shape stays', async () => {
  const { width, height } = await prepared(await photograph(10, 400), { mostPixels: 10_000 })
  expect([width, height]).toEqual([100, 100])
})

test('a JPEG that ends too early is refused', async () => {
  const whole = await photograph(11, 200)
  await expect(prepared(whole.subarray(0, whole.length - 25))).rejects.toThrow('is damaged')
})
