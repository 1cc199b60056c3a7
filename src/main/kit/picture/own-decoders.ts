import { decodeBmp } from './decode-bmp.ts'
import { decodeHeic } from './decode-heic.ts'
import type { RawPicture, TooLarge } from './raw-picture.ts'
import type { FormatName } from './true-format.ts'

type Decode = (bytes: Buffer) => Promise<RawPicture | TooLarge | null>

/** Decoders for formats that libvips does not read here. Each library is loaded for the first such file. */
const DECODERS: ReadonlyMap<FormatName, Decode> = new Map([
  ['HEIC', decodeHeic],
  ['BMP', decodeBmp],
])

export const ownDecoder = (format: FormatName | null): Decode | null =>
  format === null ? null : (DECODERS.get(format) ?? null)
