import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openPicture } from '../../../../src/main/kit/picture/open-picture.ts'
import { plainPngSize } from '../../../../src/main/kit/picture/plain-png.ts'

const image = () => sharp({ create: { width: 48, height: 30, channels: 3, background: 'teal' } })

test.each([{ progressive: false }, { progressive: true }, { palette: true }])(
  'the size of a PNG that holds nothing else',
  async (options) => {
    const bytes = await image().png(options).toBuffer()
    expect(plainPngSize(bytes)).toEqual({ width: 48, height: 30 })
    expect(await openPicture(bytes)).toMatchObject({ ok: true, format: 'PNG', width: 48, height: 30 })
  },
)

test('a PNG that may lie otherwise than it is shown, or names who made it, is left to libvips', async () => {
  const turned = await image().png().withMetadata({ orientation: 6 }).toBuffer()
  expect(plainPngSize(turned)).toBeNull()
  expect(await openPicture(turned)).toMatchObject({ ok: true, width: 30, height: 48 })
  const plain = await image().png().toBuffer()
  const text = Buffer.from('\0\0\0\x05tEXtabc\0d....', 'latin1')
  expect(plainPngSize(Buffer.concat([plain.subarray(0, 33), text, plain.subarray(33)]))).toBeNull()
})

test('a damaged header is left to libvips, and is no picture that is too large', async () => {
  const bytes = await image().png().toBuffer()
  bytes.writeUInt8(0x7f, 16)
  expect(plainPngSize(bytes)).toBeNull()
  expect(await openPicture(bytes)).toMatchObject({ ok: false })
})

test('a file that ends too early says nothing', async () => {
  const bytes = await image().png().toBuffer()
  for (const length of [8, 20, 33, bytes.length - 12]) expect(plainPngSize(bytes.subarray(0, length))).toBeNull()
})
