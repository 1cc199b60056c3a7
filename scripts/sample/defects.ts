import sharp, { type Sharp } from 'sharp'

/** Damage applied to a good JPEG, for the app to find. */
export type Defect = 'truncated' | 'copy' | 'resized' | 'dark' | 'blurred' | 'tiny' | 'empty'

const jpeg = async (image: Sharp, quality = 88): Promise<Uint8Array> =>
  new Uint8Array(await image.jpeg({ quality }).toBuffer())

export async function damage(bytes: Uint8Array, defect: Defect): Promise<Uint8Array> {
  switch (defect) {
    case 'copy':
      return bytes
    case 'empty':
      return new Uint8Array(0)
    case 'truncated':
      return bytes.subarray(0, Math.floor(bytes.length * 0.45))
    case 'resized':
      return jpeg(sharp(bytes).resize(704, 704, { fit: 'inside' }), 58)
    case 'dark':
      return jpeg(sharp(bytes).linear(0.075, 0))
    case 'blurred':
      return jpeg(sharp(bytes).blur(14))
    case 'tiny':
      return jpeg(sharp(bytes).resize(110, 110, { fit: 'inside' }))
  }
}
