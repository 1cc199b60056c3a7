import { clamp, type Picture } from './plane.ts'

/** L 0..1 lightness, a green to red, b blue to yellow: Ottosson 2020, "A perceptual color space for image processing". */
export type Lab = readonly [number, number, number]

const GAMMA_STEPS = 4096
const toLinear = Float32Array.from({ length: GAMMA_STEPS + 1 }, (_, i) => {
  const value = i / GAMMA_STEPS
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})
/** Indexed by the square root, so that steps are as fine in the shadows as in the lights. */
const encoded = Float32Array.from({ length: GAMMA_STEPS + 1 }, (_, i) => {
  const value = (i / GAMMA_STEPS) ** 2
  return value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055
})
const fromLinear = (value: number): number => encoded[Math.round(Math.sqrt(clamp(value)) * GAMMA_STEPS)]!

export function rgbToLab(red: number, green: number, blue: number): Lab {
  const r = toLinear[Math.round(clamp(red) * GAMMA_STEPS)]!
  const g = toLinear[Math.round(clamp(green) * GAMMA_STEPS)]!
  const b = toLinear[Math.round(clamp(blue) * GAMMA_STEPS)]!
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

export function labToRgb([lightness, a, b]: Lab): Lab {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

export function hexToLab(hex: string): Lab {
  const value = Number.parseInt(hex.slice(1), 16)
  return rgbToLab((value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255)
}

export const mixLab = (p: Lab, q: Lab, t: number): Lab => [
  p[0] + (q[0] - p[0]) * t,
  p[1] + (q[1] - p[1]) * t,
  p[2] + (q[2] - p[2]) * t,
]

/** Maps every pixel in OKLab; `map` gets the lab value and the pixel's index. */
export function mapLab(picture: Picture, map: (lab: Lab, index: number) => Lab): Picture {
  const { width, height } = picture
  const count = width * height
  const [r, g, b] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)]
  for (let i = 0; i < count; i++) {
    const rgb = labToRgb(map(rgbToLab(picture.r[i]!, picture.g[i]!, picture.b[i]!), i))
    r[i] = rgb[0]
    g[i] = rgb[1]
    b[i] = rgb[2]
  }
  return { width, height, r, g, b }
}
