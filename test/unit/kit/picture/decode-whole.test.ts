import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { decodeWhole } from '../../../../src/main/kit/picture/decode-whole.ts'

const plain = sharp({ create: { width: 200, height: 180, channels: 3, background: '#5ca380' } })
const noise = sharp(
  Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 31) % 251),
  {
    raw: { width: 64, height: 64, channels: 3 },
  },
)
const FILES = {
  jpeg: plain.clone().jpeg(),
  'progressive jpeg': plain.clone().jpeg({ progressive: true }),
  png: noise.clone().png(),
  webp: noise.clone().webp(),
}

describe.each(Object.entries(FILES))('%s', (_name, picture) => {
  test('a whole file passes', async () => {
    await decodeWhole(await picture.toBuffer())
  })

  test('one that ends too early never does', async () => {
    const whole = await picture.toBuffer()
    for (const share of [0.7, 0.9]) {
      const cut = whole.subarray(0, Math.floor(whole.length * share))
      const found = await Promise.allSettled(Array.from({ length: 20 }, () => decodeWhole(cut)))
      expect(found.map(({ status }) => status)).toEqual(found.map(() => 'rejected'))
    }
  })
})
