import { fitWithin, type Pixels, type Plane, resizeArea } from './plane.ts'

/** Luma and colour differences (Cb, Cr around 0) of one image, all of one size. */
export interface Chroma {
  readonly luma: Plane
  readonly blue: Plane
  readonly red: Plane
  /** 0..255; null when the image is opaque. */
  readonly alpha: Plane | null
}

/** A small copy of at most `side` px, in which the colour noise of scans and JPEG has averaged out. */
export function toChroma({ width, height, rgb, alpha }: Pixels, side: number): Chroma {
  const size = fitWithin({ width, height }, side)
  const shrink = (bytes: Uint8Array, offset: number, step: number): Plane => {
    const data = new Float32Array(width * height)
    for (let i = 0, p = offset; i < data.length; i++, p += step) data[i] = bytes[p]!
    return resizeArea({ width, height, data }, size.width, size.height)
  }
  const [r, g, b] = [shrink(rgb, 0, 3).data, shrink(rgb, 1, 3).data, shrink(rgb, 2, 3).data]
  const mix = (red: number, green: number, blue: number): Plane => ({
    ...size,
    data: r.map((value, i) => red * value + green * g[i]! + blue * b[i]!),
  })
  return {
    luma: mix(0.299, 0.587, 0.114),
    blue: mix(-0.168736, -0.331264, 0.5),
    red: mix(0.5, -0.418688, -0.081312),
    alpha: alpha && shrink(alpha, 0, 1),
  }
}

export function shrinkChroma(source: Chroma, side: number): Chroma {
  const { width, height } = fitWithin(source.luma, side)
  const shrink = (plane: Plane): Plane => resizeArea(plane, width, height)
  return {
    luma: shrink(source.luma),
    blue: shrink(source.blue),
    red: shrink(source.red),
    alpha: source.alpha && shrink(source.alpha),
  }
}
