import type { Crop } from '../../domain/crop.ts'

/** Smallest side in px: a smaller one breaks kohya's buckets (a division by zero) and is useless for any trainer. */
export const LEAST_SIDE = 64

export interface PrepareJob {
  readonly file: string
  readonly crop: Crop | null
  /** A black and white mask file; null to use the image's own transparency, if it has any. */
  readonly maskFile: string | null
  /** `alpha`: the mask becomes transparency; `png`, `jpg`: a picture of its own; `none`: no mask. */
  readonly masks: 'none' | 'alpha' | 'png' | 'jpg'
  /** `keep`: JPEG stays JPEG, everything else becomes PNG. */
  readonly format: 'keep' | 'jpg' | 'png'
  /** JPEG quality, 1..100. */
  readonly quality: number
  /** CSS colour behind transparency. */
  readonly background: string
  /** An image with more px than this is scaled down; null for no limit. */
  readonly mostPixels: number | null
}

export interface PreparedImage {
  readonly content: Uint8Array
  readonly extension: 'jpg' | 'png'
  readonly width: number
  readonly height: number
  /** Mask as an 8-bit grey picture in the format that `masks` names, white where the image counts; null when there is none. */
  readonly mask: Uint8Array | null
  /** True when the pixels equal those of the source, only without its metadata. */
  readonly lossless: boolean
}

/** Why the image cannot be trained, as a half sentence after its name. */
export interface RefusedImage {
  readonly refused: string
}
