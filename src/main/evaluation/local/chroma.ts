import { fitWithin, type Pixels, type Plane, resizeArea, weights } from './plane.ts'

/** Luma and colour differences (Cb, Cr around 0) of one image, all of one size. */
export interface Chroma {
  readonly luma: Plane
  readonly blue: Plane
  readonly red: Plane
  /** 0..255; null when the image is opaque. */
  readonly alpha: Plane | null
}

/** Of a copy of at most `side` px, in which the colour noise of scans and JPEG has averaged out. */
export function shrunkChroma(source: Pixels, side: number): Chroma {
  const { width, height } = fitWithin(source, side)
  const rgb = resizeAreaRgb(source, width, height)
  const plane = (): Plane => ({ width, height, data: new Float32Array(width * height) })
  const [luma, blue, red] = [plane(), plane(), plane()]
  for (let i = 0, p = 0; i < luma.data.length; i++, p += 3) {
    const r = rgb[p]!
    const g = rgb[p + 1]!
    const b = rgb[p + 2]!
    luma.data[i] = 0.299 * r + 0.587 * g + 0.114 * b
    blue.data[i] = -0.168736 * r - 0.331264 * g + 0.5 * b
    red.data[i] = 0.5 * r - 0.418688 * g - 0.081312 * b
  }
  const alpha = source.alpha && { ...source, data: Float32Array.from(source.alpha) }
  return { luma, blue, red, alpha: alpha && resizeArea(alpha, width, height) }
}

/** As `resizeArea`, three channels at once and from bytes. */
function resizeAreaRgb({ width: wide, height: high, rgb }: Pixels, width: number, height: number): Float64Array {
  const down = weights(high, height)
  const across = weights(wide, width)
  const out = new Float64Array(width * height * 3)
  const line = new Float64Array(wide * 3)
  for (let y = 0, nextDown = 0; y < height; y++) {
    line.fill(0)
    let row = down.firsts[y]!
    const end = down.ends[y]!
    for (; row + 4 <= end; row += 4, nextDown += 4)
      addFour(line, rgb, row * line.length, down.factors.subarray(nextDown, nextDown + 4))
    for (; row < end; row++) {
      const factor = down.factors[nextDown++]!
      for (let i = 0, at = row * line.length; i < line.length; i++, at++) line[i]! += rgb[at]! * factor
    }
    for (let x = 0, next = 0, to = y * width * 3; x < width; x++, to += 3) {
      let [r, g, b] = [0, 0, 0]
      for (let at = across.firsts[x]! * 3, end = across.ends[x]! * 3; at < end; at += 3) {
        const factor = across.factors[next++]!
        r += line[at]! * factor
        g += line[at + 1]! * factor
        b += line[at + 2]! * factor
      }
      out[to] = r
      out[to + 1] = g
      out[to + 2] = b
    }
  }
  return out
}

/** Four lines from `from` on, one after the other: the sums are fetched and stored once. */
function addFour(line: Float64Array, rgb: Uint8Array, from: number, factors: Float32Array): void {
  const { length } = line
  const [a, b, c, d] = [factors[0]!, factors[1]!, factors[2]!, factors[3]!]
  for (let i = 0, at = from; i < length; i++, at++)
    line[i] = line[i]! + rgb[at]! * a + rgb[at + length]! * b + rgb[at + 2 * length]! * c + rgb[at + 3 * length]! * d
}
