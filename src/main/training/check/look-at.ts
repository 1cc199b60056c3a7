import sharp from 'sharp'
import { decodable } from '../../kit/image-bytes.ts'
import { decodeWhole } from '../../kit/picture/decode-whole.ts'

/** What a decoder sees of an image file. */
export interface LookedAt {
  /** After orientation. */
  readonly width: number
  readonly height: number
  /** As EXIF counts it; 1 is upright. */
  readonly orientation: number
  /** "srgb", "b-w", "cmyk" … */
  readonly space: string
  /** Every part of it decodes. */
  readonly isWhole: boolean
}

/** Null: it is no image. */
export type LookAt = (content: Uint8Array) => Promise<LookedAt | null>

export const lookAt: LookAt = async (content) => {
  const bytes = decodable(Buffer.from(content))
  const header =
    bytes &&
    (await sharp(bytes, { pages: 1 })
      .metadata()
      .catch(() => null))
  if (!header) return null
  const isWhole = await decodeWhole(bytes).then(
    () => true,
    () => false,
  )
  const { width, height } = header.autoOrient
  return { width, height, orientation: header.orientation ?? 1, space: header.space, isWhole }
}
