/**
 * Measures of an image's pixels, independent of any threshold: thresholds are applied later, so that changing one does not require reading
 * the file again. All fractions are 0..1; brightness is luma / 255.
 */
export interface Measures {
  /** Pixel size after EXIF orientation. */
  readonly width: number
  readonly height: number
  readonly format: string
  /** 64-bit perceptual hashes, 16 hex digits each (difference hash, DCT hash). */
  readonly dhash: string
  readonly phash: string
  /** The same hashes of the mirrored image, to recognise a flipped copy. */
  readonly mirrored: { readonly dhash: string; readonly phash: string }
  /** 24×24 luma, two hex digits each: distinguishes a copy from a variant when the hashes agree. */
  readonly thumbnail: string
  /** Brightness percentiles. */
  readonly brightness: {
    readonly p1: number
    readonly p5: number
    readonly p50: number
    readonly p95: number
    readonly p99: number
  }
  /** 90th percentile of the Laplacian variances of 8×8 tiles, on a grey copy of at most 1024 px. */
  readonly sharpness: number
  /** Correlation of the image with its mirror image, -1..1. */
  readonly symmetry: number
  /** Share of the image covered by flat borders, such as letterbox bars: `borders.ts`. */
  readonly borders: number
  /** True when there is no hue beyond one paper or toning tint. */
  readonly monochrome: boolean
  /** Probability that it was drawn rather than photographed, 0..1. */
  readonly drawn: number
  /** 4×4 colours, three hex digits each, shown until the thumbnail is loaded; absent in older measurements. */
  readonly colours?: string
  /** Camera, program or generator named in the file; absent when there is none. */
  readonly madeWith?: string
  /** Short vector that is near for images of similar technique (not content); each component about 0..1. */
  readonly signature: readonly number[]
}

/** A file that cannot be measured, with the reason as a sentence for the user. */
export interface Unreadable {
  readonly unreadable: string
  /** Set when the file may be intact but has a format or size that Evencast does not read. Without it, the file is proven to be damaged. */
  readonly unproven?: true
}

export type Measured = Measures | Unreadable

export const isUnreadable = (measured: Measured): measured is Unreadable => 'unreadable' in measured

/** Returns true when the file is proven to be damaged, not merely unsupported. */
export const isDamaged = (measured: Measured): boolean => isUnreadable(measured) && measured.unproven !== true
