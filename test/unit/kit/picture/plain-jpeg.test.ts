import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openPicture } from '../../../../src/main/kit/picture/open-picture.ts'
import { plainJpegSize } from '../../../../src/main/kit/picture/plain-jpeg.ts'

const image = () => sharp({ create: { width: 48, height: 30, channels: 3, background: 'teal' } })

test.each([{ progressive: false }, { progressive: true }])(
  'the size of a JPEG whose header holds nothing else',
  async (options) => {
    const bytes = await image().jpeg(options).toBuffer()
    expect(plainJpegSize(bytes)).toEqual({ width: 48, height: 30 })
    expect(await openPicture(bytes)).toMatchObject({ ok: true, format: 'JPEG', width: 48, height: 30 })
  },
)

test('a JPEG that may lie otherwise than it is shown, or names who made it, is left to libvips', async () => {
  const bytes = await image().jpeg().withMetadata({ orientation: 6 }).toBuffer()
  expect(plainJpegSize(bytes)).toBeNull()
  expect(await openPicture(bytes)).toMatchObject({ ok: true, width: 30, height: 48 })
})

test('a header that ends too early says nothing', async () => {
  const bytes = await image().jpeg().toBuffer()
  for (const length of [2, 5, 40, 200]) expect(plainJpegSize(bytes.subarray(0, length))).toBeNull()
})
