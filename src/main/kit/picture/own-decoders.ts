import { decodeBmp } from './decode-bmp.ts'
import { decodeHeic } from './decode-heic.ts'
import type { RawPicture, TooLarge } from './raw-picture.ts'
import type { FormatName } from './true-format.ts'

type Decode = (bytes: Buffer) => Promise<RawPicture | TooLarge | null>

/** Formats that libvips does not read here and other libraries do. Each is loaded when the first such file is met. */
const DECODERS: ReadonlyMap<FormatName, Decode> = new Map([
  ['HEIC', decodeHeic],
  ['BMP', decodeBmp],
])

export const ownDecoder = (format: FormatName | null): Decode | null =>
  format === null ? null : (DECODERS.get(format) ?? null)
