import sharp from 'sharp'
import { decodable } from '../../kit/image-bytes.ts'
import { asKnown } from '../../kit/picture/as-known.ts'
import { decodeWhole } from '../../kit/picture/decode-whole.ts'
import { trueFormat } from '../../kit/picture/true-format.ts'

/** Properties of a decoded image file. */
export interface LookedAt {
  /** Width after orientation. */
  readonly width: number
  readonly height: number
  /** EXIF orientation; 1 is upright. */
  readonly orientation: number
  /** "srgb", "b-w", "cmyk" … */
  readonly space: string
  /** True when a pixel is not opaque. */
  readonly transparent: boolean
  /** True when every part of it decodes. */
  readonly isWhole: boolean
}

/** Decodes an image file; null when it is not an image. */
export type LookAt = (content: Uint8Array) => Promise<LookedAt | null>

export const lookAt: LookAt = async (content) => {
  const given = decodable(Buffer.from(content))
  // Trainers read BMP, but libvips does not.
  const bytes = given && trueFormat(given) === 'BMP' ? await asKnown(given) : given
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
  const transparent = isWhole && header.hasAlpha && !(await sharp(bytes, { pages: 1 }).stats()).isOpaque
  const { width, height } = header.autoOrient
  return { width, height, orientation: header.orientation ?? 1, space: header.space, transparent, isWhole }
}
