import sharp from 'sharp'
import { expect, test } from 'vitest'
import { asJpeg, asKnown } from '../../../../src/main/kit/picture/as-known.ts'
import { bmp, heic, soundHeic } from '../../../support/foreign-pictures.ts'
import { photograph } from '../../../support/library.ts'

test('HEIC and BMP become PNG for libvips and JPEG for browsers, in their own size', async () => {
  for (const [content, width, height] of [
    [soundHeic(), 96, 64],
    [bmp(20, 12), 20, 12],
  ] as const) {
    expect(await sharp(await asKnown(content)).metadata()).toMatchObject({ format: 'png', width, height })
    expect(await sharp((await asJpeg(content)) ?? Buffer.alloc(0)).metadata()).toMatchObject({ format: 'jpeg', width })
  }
})

test('what libvips reads, and what nobody decodes, stays as it is', async () => {
  for (const content of [await photograph(1, 64), heic(), Buffer.from('BM')]) {
    expect(await asKnown(content)).toBe(content)
    expect(await asJpeg(content)).toBeNull()
  }
})
