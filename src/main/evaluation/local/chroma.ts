import { fitWithin, type Pixels, type Plane, resizeArea } from './plane.ts'

/** Luma and colour differences (Cb, Cr around 0) of one image, all of one size. */
export interface Chroma {
  readonly luma: Plane
  readonly blue: Plane
  readonly red: Plane
  /** 0..255; null when the image is opaque. */
  readonly alpha: Plane | null
}

export function toChroma({ width, height, rgb, alpha }: Pixels): Chroma {
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
  return { luma, blue, red, alpha: alpha && { width, height, data: Float32Array.from(alpha) } }
}

/** A copy of at most `side` px, in which the colour noise of scans and JPEG has averaged out. */
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
