/** One channel of an image as numbers, row by row. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** A decoded image in sRGB, at most `MAX_SIDE` px. Where `alpha` is below 128 the colour is the background on which it was laid. */
export interface Pixels {
  readonly width: number
  readonly height: number
  /** Three bytes per pixel. */
  readonly rgb: Uint8Array
  /** One byte per pixel; null when the image is opaque. */
  readonly alpha: Uint8Array | null
}

/**
 * Frees the memory of pixels that are not needed after this. Otherwise a megabyte per picture triggers a full garbage collection every few
 * dozen pictures, a tenth of the time of measuring.
 */
export function release({ rgb }: Pixels): void {
  const { buffer } = rgb
  if (buffer instanceof ArrayBuffer && buffer.byteLength === rgb.byteLength) buffer.transfer(0)
}

/** Returns the luma of one pixel in whole numbers, so that black and white stay flat. */
export const lumaAt = (rgb: Uint8Array, at: number): number =>
  Math.round(0.299 * rgb[at * 3]! + 0.587 * rgb[at * 3 + 1]! + 0.114 * rgb[at * 3 + 2]!)

/** Returns the size that fits into `side` with the same proportions; never larger than the source. */
export function fitWithin(source: { width: number; height: number }, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(source.width, source.height))
  return {
    width: Math.max(1, Math.round(source.width * scale)),
    height: Math.max(1, Math.round(source.height * scale)),
  }
}

/** Returns the p-quantile (0..1) of sorted numbers. */
export const quantile = (sorted: ArrayLike<number>, p: number): number =>
  sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!

/** As `quantile`, for numbers in any order, which it reorders: finds the quantile without a full sort (Hoare's select). */
export function quantileOf(values: Float32Array, p: number): number {
  if (values.length === 0) return 0
  const wanted = Math.min(values.length - 1, Math.floor(p * values.length))
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1]!
    let i = low
    let j = high
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const value = values[i]!
      values[i++] = values[j]!
      values[j--] = value
    }
    if (wanted <= j) high = j
    else if (wanted >= i) low = i
    else break
  }
  return values[wanted]!
}
