import { kernel, numbersAt, places, put, take } from './kernels/memory.ts'

const resize = kernel('resize')

/** One channel of an image, row by row, nominally 0 (black) to 1 (white). */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** Three planes of the same size in gamma-encoded sRGB. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly r: Float32Array
  readonly g: Float32Array
  readonly b: Float32Array
}

export const clamp = (value: number, low = 0, high = 1): number => (value < low ? low : value > high ? high : value)

export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low))
  return t * t * (3 - 2 * t)
}

export const createPlane = (width: number, height: number): Plane => ({
  width,
  height,
  data: new Float32Array(width * height),
})

export const createPicture = (width: number, height: number): Picture => ({
  width,
  height,
  r: new Float32Array(width * height),
  g: new Float32Array(width * height),
  b: new Float32Array(width * height),
})

export function mapPlane(plane: Plane, map: (value: number, index: number) => number): Plane {
  const out = new Float32Array(plane.data.length)
  for (let i = 0; i < out.length; i++) out[i] = map(plane.data[i]!, i)
  return { ...plane, data: out }
}

/** Computes the Rec. 709 luma of the gamma-encoded values. */
export function luma({ width, height, r, g, b }: Picture): Plane {
  const data = new Float32Array(r.length)
  for (let i = 0; i < data.length; i++) data[i] = 0.2126 * r[i]! + 0.7152 * g[i]! + 0.0722 * b[i]!
  return { width, height, data }
}

/** Returns the bilinear value at (x, y) in pixel centres; beyond the border the border repeats. */
export function sample(data: Float32Array, width: number, height: number, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y
  const x0 = cx | 0
  const y0 = cy | 0
  const fx = cx - x0
  const fy = cy - y0
  const i = y0 * width + x0
  const right = x0 + 1 < width ? 1 : 0
  const down = y0 + 1 < height ? width : 0
  const top = data[i]! + (data[i + right]! - data[i]!) * fx
  const bottom = data[i + down]! + (data[i + down + right]! - data[i + down]!) * fx
  return top + (bottom - top) * fy
}

/** Resizes bilinearly: meant for planes that are smooth already (colour fields, flow, masks). */
export function resizePlane(plane: Plane, width: number, height: number): Plane {
  const count = plane.data.length
  const columns = neighbours(plane.width, width)
  const rows = neighbours(plane.height, height)
  const [from = 0, to = 0, lefts = 0, across = 0, tops = 0, down = 0, room = 0] = places(
    count * 4,
    width * height * 4,
    width * 4,
    width * 4,
    height * 4,
    height * 4,
    (width + 32) * 8,
  )
  put(from, plane.data)
  numbersAt(lefts, width).set(columns.from)
  put(across, columns.share)
  numbersAt(tops, height).set(rows.from)
  put(down, rows.share)
  resize(from, plane.width, plane.height, to, width, height, lefts, across, tops, down, room)
  return { width, height, data: take(to, width * height) }
}

/** Returns, for each of `to` pixels along one side, the first of the two `from` pixels between which it is, and the share of the second. */
function neighbours(from: number, to: number) {
  const at = Float64Array.from({ length: to }, (_, i) => clamp((i + 0.5) * (from / to) - 0.5, 0, from - 1))
  return {
    from: Int32Array.from(at, Math.floor),
    share: at.map((position) => position - Math.floor(position)),
  }
}

export const channels = (picture: Picture): readonly Plane[] =>
  [picture.r, picture.g, picture.b].map((data) => ({ width: picture.width, height: picture.height, data }))

export function fromChannels(planes: readonly Plane[]): Picture {
  const [r, g, b] = planes
  return { width: r!.width, height: r!.height, r: r!.data, g: g!.data, b: b!.data }
}

const BINS = 1024

/** Returns a function from a fraction to the value below which that fraction of the plane lies, by a histogram. */
export function percentiles({ data }: Plane): (fraction: number) => number {
  const bins = new Uint32Array(BINS)
  for (let i = 0; i < data.length; i++) bins[clamp(data[i]! * (BINS - 1) + 0.5, 0, BINS - 1) | 0]!++
  return (fraction) => {
    let seen = 0
    for (let i = 0; i < BINS; i++) if ((seen += bins[i]!) > fraction * data.length) return i / (BINS - 1)
    return 1
  }
}

export function mapPicture(
  picture: Picture,
  map: (r: number, g: number, b: number, index: number) => readonly [number, number, number],
): Picture {
  const out = createPicture(picture.width, picture.height)
  for (let i = 0; i < out.r.length; i++) {
    const [r, g, b] = map(picture.r[i]!, picture.g[i]!, picture.b[i]!, i)
    out.r[i] = clamp(r)
    out.g[i] = clamp(g)
    out.b[i] = clamp(b)
  }
  return out
}
