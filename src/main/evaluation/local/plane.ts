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

/** Of one pixel, in whole numbers: black and white stay flat. */
export const lumaAt = (rgb: Uint8Array, at: number): number =>
  Math.round(0.299 * rgb[at * 3]! + 0.587 * rgb[at * 3 + 1]! + 0.114 * rgb[at * 3 + 2]!)

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
  if (width * 2 === source.width && height * 2 === source.height) return halved(source)
  const rows = across(source, width)
  const { firsts, ends, factors } = weights(source.height, height)
  const data = new Float32Array(width * height)
  for (let y = 0, next = 0; y < height; y++) {
    const to = y * width
    for (let row = firsts[y]!, end = ends[y]!; row < end; row++) {
      const factor = factors[next++]!
      for (let x = 0, at = row * width; x < width; x++, at++) data[to + x]! += rows[at]! * factor
    }
  }
  return { width, height, data }
}

/** Every row with its new width. */
function across({ width: wide, height, data }: Plane, width: number): Float32Array {
  const { firsts, ends, factors } = weights(wide, width)
  const rows = new Float32Array(width * height)
  // Two rows at a time, so that the sum of one need not wait for that of the other.
  for (let y = 0; y < height; y += 2) {
    const other = Math.min(y + 1, height - 1)
    const [upper, lower] = [y * wide, other * wide]
    for (let x = 0, next = 0; x < width; x++) {
      let [one, two] = [0, 0]
      for (let at = firsts[x]!, end = ends[x]!; at < end; at++) {
        const factor = factors[next++]!
        one += data[upper + at]! * factor
        two += data[lower + at]! * factor
      }
      rows[y * width + x] = one
      rows[other * width + x] = two
    }
  }
  return rows
}

/** The commonest case: each new pixel is the average of four. */
function halved({ width: wide, height: high, data: source }: Plane): Plane {
  const [width, height] = [wide / 2, high / 2]
  const data = new Float32Array(width * height)
  const round = Math.fround
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0, upper = 2 * y * wide, lower = upper + wide; x < width; x++, upper += 2, lower += 2) {
      const top = round(source[upper]! * 0.5 + source[upper + 1]! * 0.5)
      const bottom = round(source[lower]! * 0.5 + source[lower + 1]! * 0.5)
      data[to++] = top * 0.5 + bottom * 0.5
    }
  return { width, height, data }
}

/** For each of `to` new pixels the run of old ones that it covers, and the share of each, run after run. */
export function weights(
  from: number,
  to: number,
): { readonly firsts: Int32Array; readonly ends: Int32Array; readonly factors: Float32Array } {
  const scale = from / to
  const firsts = new Int32Array(to)
  const ends = new Int32Array(to)
  const factors = new Float32Array(from + 2 * to)
  for (let i = 0, next = 0; i < to; i++) {
    const start = i * scale
    const end = Math.min(from, (i + 1) * scale)
    const first = Math.min(from - 1, Math.floor(start))
    firsts[i] = first
    ends[i] = first + Math.max(1, Math.ceil(end - 1e-6) - first)
    for (let at = first; at < ends[i]!; at++)
      factors[next++] = Math.max(0, Math.min(end, at + 1) - Math.max(start, at)) / (end - start)
  }
  return { firsts, ends, factors }
}

/** The p-quantile (0..1) of numbers already sorted. */
export const quantile = (sorted: ArrayLike<number>, p: number): number =>
  sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!

/** As `quantile`, of numbers in any order, which it changes: the one asked for is found without sorting the others (Hoare's select). */
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
