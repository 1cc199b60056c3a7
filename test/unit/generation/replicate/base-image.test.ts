import { pictures } from '../../../support/in-process.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareBase } from '../../../../src/main/generation/replicate/base-image.ts'
import { photograph } from '../../../support/library.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evencast-base-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const GPS = { IFD0: { Artist: 'Someone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } }

test.each(['jpeg', 'png', 'webp'] as const)(
  'an upright %s leaves without where it was taken and by whom',
  async (type) => {
    const file = join(folder, `base.${type}`)
    const image = sharp(await photograph(1, 320))
      .withExif(GPS)
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
    await writeFile(file, await image.toFormat(type).toBuffer())
    expect((await sharp(file).metadata()).exif?.includes('Someone')).toBe(true)
    const base = await prepareBase(pictures, file, 4)
    const sent = await sharp(base.bytes).metadata()
    expect(sent).toMatchObject({ format: type, width: 320, height: 320, space: 'srgb' })
    expect([sent.exif, sent.xmp, sent.iptc, sent.icc, sent.comments, sent.orientation]).toEqual(
      Array.from({ length: 6 }, () => undefined),
    )
    expect(Buffer.from(base.bytes).includes('Someone')).toBe(false)
  },
)

test('what lies on its side is turned upright, and CMYK becomes sRGB', async () => {
  const file = join(folder, 'cmyk.jpg')
  const wide = await sharp(await photograph(2, 320))
    .resize(320, 200, { fit: 'fill' })
    .toBuffer()
  await writeFile(file, await sharp(wide).toColourspace('cmyk').withMetadata({ orientation: 6 }).jpeg().toBuffer())
  const base = await prepareBase(pictures, file, 4)
  expect(await sharp(base.bytes).metadata()).toMatchObject({ width: 200, height: 320, space: 'srgb', channels: 3 })
})
