import type { Crop } from '../../domain/crop.ts'

/** A side below this many px breaks kohya's buckets (a division by zero) and teaches no trainer anything. */
export const LEAST_SIDE = 64

export interface PrepareJob {
  readonly file: string
  readonly crop: Crop | null
  /** A black and white picture of what counts, beside the image; null: its own transparency, if it has any. */
  readonly maskFile: string | null
  /** `alpha`: the mask becomes transparency; `separate`: a picture of its own; `none`: there is none. */
  readonly masks: 'none' | 'separate' | 'alpha'
  /** `keep`: JPEG stays JPEG, all else becomes PNG. */
  readonly format: 'keep' | 'jpg' | 'png'
  /** 1..100, where a JPEG has to be written. */
  readonly quality: number
  /** What shows through transparency, as CSS has it. */
  readonly background: string
  /** An image with more px than this is made smaller; null: no limit. */
  readonly mostPixels: number | null
}

export interface PreparedImage {
  readonly content: Uint8Array
  readonly extension: 'jpg' | 'png'
  readonly width: number
  readonly height: number
  /** 8-bit PNG in grey, white where it counts; null without one. */
  readonly mask: Uint8Array | null
  /** Pixel for pixel that of the source, without its metadata. */
  readonly lossless: boolean
}

/** Why the image cannot be trained on, as a half sentence after its name. */
export interface RefusedImage {
  readonly refused: string
}
