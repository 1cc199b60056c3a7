import sharp, { type Sharp } from 'sharp'

export interface Raw {
  readonly data: Buffer
  readonly info: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 }
}

/** Changes to a picture, in this order: turned, mirrored, straightened, cut. Sizes in px, of the picture at that step. */
export interface Shape {
  readonly rotate: 0 | 90 | 180 | 270
  readonly mirror: boolean
  /** Degrees clockwise about the middle. */
  readonly straighten: number
  /** Returns the factor of enlargement that fills the frame after straightening. */
  readonly scale: (width: number, height: number) => number
  readonly box: (
    width: number,
    height: number,
  ) => { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
}

/** Decodes to 8 bits per channel. */
export const toRaw = async (picture: Sharp): Promise<Raw> => {
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  return { data, info }
}

export const fromRaw = ({ data, info }: Raw): Sharp => sharp(data, { raw: info })

/** Same as `reshape`, for an upright pipeline. */
export const reshaped = async (upright: Sharp, shape: Shape): Promise<Sharp> =>
  fromRaw(await reshape(await toRaw(upright.toColourspace('srgb')), shape))

/** Applies a crop to pixels; used by thumbnails, contact sheets and exports, so that all show the same. `raw` is upright. */
export async function reshape(raw: Raw, shape: Shape): Promise<Raw> {
  let turned = raw
  if (shape.rotate !== 0) turned = await toRaw(fromRaw(turned).rotate(shape.rotate))
  if (shape.mirror) turned = await toRaw(fromRaw(turned).flop())
  if (shape.straighten !== 0) turned = await straightened(turned, shape)
  return toRaw(fromRaw(turned).extract(shape.box(turned.info.width, turned.info.height)))
}

/** Straightens a picture and enlarges it until it fills its frame, so that no corner is empty. */
async function straightened(raw: Raw, shape: Shape): Promise<Raw> {
  const { width, height } = raw.info
  const scale = shape.scale(width, height)
  const large = await toRaw(fromRaw(raw).resize(Math.ceil(width * scale), Math.ceil(height * scale), { fit: 'fill' }))
  const background = { r: 255, g: 255, b: 255, alpha: 0 }
  const turned = await toRaw(fromRaw(large).rotate(shape.straighten, { background }))
  const left = Math.max(0, Math.floor((turned.info.width - width) / 2))
  const top = Math.max(0, Math.floor((turned.info.height - height) / 2))
  return toRaw(fromRaw(turned).extract({ left, top, width, height }))
}
