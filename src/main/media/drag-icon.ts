import sharp from 'sharp'
import { DECODE_SECONDS, decodable, readImageBytes } from '../kit/image-bytes.ts'

const SIDE_PX = 96

/** Draws the drag image for files dragged out of the window: the first image, with the number of all. PNG. */
export async function dragIcon({
  path,
  count,
}: {
  readonly path: string
  readonly count: number
}): Promise<Uint8Array> {
  const bytes = decodable(await readImageBytes(path)) ?? Buffer.alloc(0)
  const picture = sharp(bytes, { failOn: 'none', pages: 1 })
    .timeout({ seconds: DECODE_SECONDS })
    .rotate()
    .resize(SIDE_PX, SIDE_PX, { fit: 'cover' })
  if (count < 2) return picture.png().toBuffer()
  const text = count > 999 ? '999+' : String(count)
  const width = 18 + text.length * 9
  const badge = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="26"><rect width="${width}" height="26" rx="13" fill="#1d6ef5"/><text x="50%" y="18" text-anchor="middle" font-family="sans-serif" font-size="15" font-weight="700" fill="#fff">${text}</text></svg>`
  return picture
    .composite([{ input: Buffer.from(badge), gravity: 'northeast' }])
    .png()
    .toBuffer()
}
