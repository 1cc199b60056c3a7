/** One channel of an image as numbers, row by row. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** A decoded image in sRGB, at most `MAX_SIDE` px. Where `alpha` is below 128 the colour is the background it was laid on. */
export interface Pixels {
  readonly width: number
  readonly height: number
  /** Three bytes per pixel. */
  readonly rgb: Uint8Array
  /** One byte per pixel; null when the image is opaque. */
  readonly alpha: Uint8Array | null
}

/** Luma (Rec. 601 weights, as JPEG and the usual hashes have it), 0..255. */
export function luma({ width, height, rgb }: Pixels): Plane {
  const data = new Float32Array(width * height)
  for (let i = 0, p = 0; i < data.length; i++, p += 3)
    data[i] = 0.299 * rgb[p]! + 0.587 * rgb[p + 1]! + 0.114 * rgb[p + 2]!
  return { width, height, data }
}

/** The size that fits into `side` with the same proportions; never larger than the source. */
export function fitWithin(source: { width: number; height: number }, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(source.width, source.height))
  return {
    width: Math.max(1, Math.round(source.width * scale)),
    height: Math.max(1, Math.round(source.height * scale)),
  }
}

/** Resizes by averaging the area each new pixel covers: exact for shrinking, blocky for growing. */
export function resizeArea(source: Plane, width: number, height: number): Plane {
  if (width === source.width && height === source.height) return source
  const across = weights(source.width, width)
  const down = weights(source.height, height)
  const rows = new Float32Array(width * source.height)
  for (let y = 0; y < source.height; y++)
    for (let x = 0; x < width; x++) {
      const { first, factors } = across[x]!
      let total = 0
      for (let k = 0, at = y * source.width + first; k < factors.length; k++)
        total += source.data[at + k]! * factors[k]!
      rows[y * width + x] = total
    }
  const data = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const { first, factors } = down[y]!
    for (let k = 0; k < factors.length; k++) {
      const factor = factors[k]!
      const from = (first + k) * width
      for (let x = 0; x < width; x++) data[y * width + x]! += rows[from + x]! * factor
    }
  }
  return { width, height, data }
}

function weights(from: number, to: number): { first: number; factors: Float32Array }[] {
  const scale = from / to
  return Array.from({ length: to }, (_, i) => {
    const start = i * scale
    const end = Math.min(from, (i + 1) * scale)
    const first = Math.min(from - 1, Math.floor(start))
    const factors = new Float32Array(Math.max(1, Math.ceil(end - 1e-6) - first))
    for (let k = 0; k < factors.length; k++)
      factors[k] = Math.max(0, Math.min(end, first + k + 1) - Math.max(start, first + k)) / (end - start)
    return { first, factors }
  })
}

/** The p-quantile (0..1) of numbers already sorted. */
export const quantile = (sorted: ArrayLike<number>, p: number): number =>
  sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!
