/**
 * What pixels say about one image, independent of any threshold: thresholds judge these numbers later, so that changing one
 * needs no second look at the file. All fractions are 0..1; brightness is luma / 255.
 */
export interface Measures {
  /** Pixel size after EXIF orientation. */
  readonly width: number
  readonly height: number
  readonly format: string
  /** 64-bit perceptual hashes, 16 hex digits each (difference hash, DCT hash). */
  readonly dhash: string
  readonly phash: string
  /** The same hashes of the image with left and right exchanged, to recognise a flipped copy. */
  readonly mirrored: { readonly dhash: string; readonly phash: string }
  /** 24×24 luma, two hex digits each: to tell a copy from a variant where the hashes agree. */
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
  /** Share of the image that even borders cover, such as the bars of a letterbox: `borders.ts`. */
  readonly borders: number
  /** No hue beyond one paper or toning tint. */
  readonly monochrome: boolean
  /** Whether it was drawn rather than photographed: the probability, 0..1. A guess: see `isSure`. */
  readonly drawn: number
  /** 4×4 colours, three hex digits each, to be drawn until a thumbnail is there; absent in what was measured before it was. */
  readonly colours?: string
  /** The camera, program or generator that the file names; absent where it names none. */
  readonly madeWith?: string
  /** A short vector that is near for images that look alike in technique (not in content); each component about 0..1. */
  readonly signature: readonly number[]
}

/** A file that cannot be measured, with the reason as a sentence for the user. */
export interface Unreadable {
  readonly unreadable: string
  /** It may be sound: of a format or a size that is not read here. Without it, the file is proven to be damaged. */
  readonly unproven?: true
}

export type Measured = Measures | Unreadable

export const isUnreadable = (measured: Measured): measured is Unreadable => 'unreadable' in measured

/** Proven to be damaged, not merely beyond what is read here. */
export const isDamaged = (measured: Measured): boolean => isUnreadable(measured) && measured.unproven !== true
