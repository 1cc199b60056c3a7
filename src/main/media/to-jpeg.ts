import { readImageBytes } from '../kit/image-bytes.ts'
import { asJpeg } from '../kit/picture/as-known.ts'

/** A picture that browsers do not read, as a JPEG of the same size, in a worker thread; null when it cannot be decoded. */
export const toJpeg = async ({ file }: { readonly file: string }): Promise<Uint8Array | null> =>
  asJpeg(await readImageBytes(file))
