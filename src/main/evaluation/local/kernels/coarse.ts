import { THUMBNAIL_SIDE } from '../../../domain/likeness.ts'
import { fitWithin, type Pixels, type Plane } from '../plane.ts'
import { columnBytes, floatBytes as floats, freeBytes, resizeArea, type Size } from './resize.ts'
import { bytesAt, countsAt, doublesAt, floatsAt, kernel, placesBehind } from './memory.ts'

const luma = kernel('luma')
const levels = kernel('levels')
const resize = kernel('resize')
const resizeAgain = kernel('resizeAgain')
const mirrorSums = kernel('mirrorSums')
const chroma = kernel('chroma')

/** Sides of the copies, in px. */
const TINY = 64
const MIRRORED = 256
const LEVELS = 256

/**
 * Luma and colour differences (Cb, Cr around 0) of a copy of at most 64 px, in which the colour noise of scans and JPEG has averaged out.
 */
export interface Chroma {
  readonly luma: Plane
  readonly blue: Plane
  readonly red: Plane
  /** 0..255; null when the image is opaque. */
  readonly alpha: Plane | null
}

export interface Coarse {
  /** Luma of a copy of 64 × 64 px, or less where the image is smaller. */
  readonly tiny: Plane
  /** Luma, squeezed into a square. */
  readonly thumbnail: Plane
  /** Number of counted pixels at each luma, 0..255. */
  readonly levels: Uint32Array
  /** Correlation of a copy of 256 px with its mirror image. */
  readonly symmetry: number
  readonly chroma: Chroma
}

/**
 * Takes all measures of small copies in one pass, with the picture copied into kernel memory once. Pixels where `hidden` is below 128 are
 * left out of the luma counts.
 */
export function readCoarse(pixels: Pixels, hidden: Uint8Array | null): Coarse {
  const { width, height, rgb } = pixels
  const count = width * height
  const tiny = { width: Math.min(TINY, width), height: Math.min(TINY, height) }
  const thumbnail = { width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE }
  const half = fitWithin(pixels, MIRRORED)
  const colours = fitWithin(pixels, TINY)
  const [
    from = 0,
    alpha = 0,
    grey = 0,
    columns = 0,
    tinyAt = 0,
    thumbnailAt = 0,
    halfAt = 0,
    countsTo = 0,
    sums = 0,
    chromaAt = 0,
    free = 0,
  ] = placesBehind(
    rgb,
    hidden === null ? 0 : count,
    floats(pixels),
    columnBytes(pixels),
    floats(tiny),
    floats(thumbnail),
    floats(half),
    4 * LEVELS * 4,
    16,
    3 * floats(colours),
    Math.max(
      freeBytes(pixels, half),
      freeBytes(pixels, tiny),
      freeBytes(pixels, thumbnail),
      width * 3 * 8 + freeBytes(pixels, colours),
    ),
  )
  if (hidden !== null) bytesAt(alpha, count).set(hidden)
  luma(from, count, grey)
  const counts = countsAt(countsTo, 4 * LEVELS).fill(0)
  levels(grey, count, hidden === null ? 0 : alpha, countsTo)
  resize(grey, width, height, columns, tinyAt, tiny.width, tiny.height, free)
  resizeAgain(columns, width, height, thumbnailAt, THUMBNAIL_SIDE, THUMBNAIL_SIDE, free)
  resizeAgain(columns, width, height, halfAt, half.width, half.height, free)
  mirrorSums(halfAt, half.width, half.height, sums)
  chroma(from, width, height, chromaAt, colours.width, colours.height, free)
  const [product = 0, power = 0] = doublesAt(sums, 2)
  const plane = (size: Size, at: number): Plane => ({ ...size, data: floatsAt(at, size.width * size.height).slice() })
  const rest = {
    tiny: plane(tiny, tinyAt),
    thumbnail: plane(thumbnail, thumbnailAt),
    levels: Uint32Array.from(
      { length: LEVELS },
      (_, n) => counts[n]! + counts[n + 256]! + counts[n + 512]! + counts[n + 768]!,
    ),
    symmetry: power < 1 ? 0 : product / power,
  }
  const differences = {
    luma: plane(colours, chromaAt),
    blue: plane(colours, chromaAt + 4 * colours.width * colours.height),
    red: plane(colours, chromaAt + 8 * colours.width * colours.height),
  }
  // Few images have an alpha channel. It is resized last because it overwrites the memory that was read above.
  const seen =
    pixels.alpha && resizeArea({ width, height, data: Float32Array.from(pixels.alpha) }, colours.width, colours.height)
  return { ...rest, chroma: { ...differences, alpha: seen } }
}
