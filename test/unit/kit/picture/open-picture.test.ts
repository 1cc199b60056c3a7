import sharp from 'sharp'
import { expect, test } from 'vitest'
import { failedToDecode, openPicture } from '../../../../src/main/kit/picture/open-picture.ts'
import { trueFormat } from '../../../../src/main/kit/picture/true-format.ts'
import {
  bmp,
  cmyk,
  gitLfsPointer,
  heic,
  hugePng,
  jpeg2000,
  jpegXl,
  large,
  soundHeic,
} from '../../../support/foreign-pictures.ts'
import { photograph } from '../../../support/library.ts'

test.each([
  ['HEIC', heic()],
  ['JPEG 2000', jpeg2000()],
  ['JPEG XL', jpegXl()],
  ['a Git LFS pointer', gitLfsPointer()],
  ['a web page', Buffer.from('\n<!DOCTYPE html><html>')],
  ['Photoshop', Buffer.from('8BPS\0\u0001')],
  ['PDF', Buffer.from('%PDF-1.7')],
])('%s is told by its beginning and not taken for damage', async (format, bytes) => {
  expect(trueFormat(bytes)).toBe(format)
  expect(await openPicture(bytes)).toMatchObject({ ok: false, damaged: false, why: expect.stringContaining(format) })
})

test('a decoder that is not done in time proves no damage', () => {
  expect(failedToDecode('JPEG', new Error('timeout: 80% complete'))).toMatchObject({
    damaged: false,
    why: expect.stringMatching(/^Not measured: decoding the image takes longer than 30 s/),
  })
  expect(failedToDecode('JPEG', new Error('premature end of JPEG image'))).toMatchObject({ damaged: true })
})

test('what is read is known by its signature', async () => {
  const picture = sharp(await photograph(1, 64))
  for (const [format, type] of [
    ['JPEG', 'jpeg'],
    ['PNG', 'png'],
    ['WebP', 'webp'],
    ['GIF', 'gif'],
    ['TIFF', 'tiff'],
    ['AVIF', 'avif'],
  ] as const)
    expect(await openPicture(await picture.clone().toFormat(type).toBuffer())).toMatchObject({
      ok: true,
      format,
      width: 64,
    })
})

test('HEIC and BMP are read by decoders of their own, up to a size', async () => {
  const picture = await openPicture(soundHeic())
  if (!picture.ok) throw new Error(picture.why)
  expect(picture).toMatchObject({ format: 'HEIC', width: 96, height: 64 })
  const [red = 0, , blue = 0] = await picture.image().extract({ left: 4, top: 4, width: 1, height: 1 }).raw().toBuffer()
  expect(red).toBeGreaterThan(blue + 80)
  expect(await openPicture(bmp(8, 6))).toMatchObject({ ok: true, format: 'BMP', width: 8, height: 6 })
  const cut = bmp(8, 6).subarray(0, 60)
  expect(await openPicture(cut)).toMatchObject({ ok: false, damaged: false, why: expect.stringContaining('BMP') })
  const vast = bmp(8, 6)
  vast.writeInt32LE(20_000, 18)
  vast.writeInt32LE(20_000, 22)
  expect(await openPicture(vast)).toMatchObject({ ok: false, why: expect.stringContaining('limit of 80 megapixels') })
})

test('a hundred megapixels and CMYK are sound', async () => {
  expect(await openPicture(await large())).toMatchObject({ ok: true, width: 12_000, height: 9_000 })
  expect(await openPicture(await cmyk())).toMatchObject({ ok: true, format: 'JPEG' })
})

test('only what is empty, zeros, or cut short is damaged; a limit of ours is no verdict', async () => {
  const jpeg = await photograph(1, 64)
  expect(await openPicture(Buffer.alloc(0))).toMatchObject({ ok: false, damaged: true })
  expect(await openPicture(Buffer.alloc(4000))).toMatchObject({ ok: false, damaged: true })
  expect(await openPicture(jpeg.subarray(0, 30))).toMatchObject({ ok: false, damaged: true, format: 'JPEG' })
  expect(await openPicture(Buffer.from('who knows what this is'))).toMatchObject({ ok: false, damaged: false })
  expect(await openPicture(hugePng(20_000, 20_000))).toMatchObject({
    damaged: false,
    why: 'Not measured: the image is too large: 20000 × 20000 px, over the limit of 300 megapixels.',
  })
})
