import type { Cell } from './pixels.ts'

/**
 * What the double "sees" in a tile: colour, texture, and planted signs. A patch of pure colour stands for a fault that no simple
 * rule could find: green for a look into the camera, red for a distortion, blue for lettering, magenta for someone else, cyan for
 * a frontal pose. It is seen from one percent of the tile on and is clear from three.
 */
export interface Sight {
  readonly style: 'photorealistic' | 'bw_stylized' | 'color_stylized'
  readonly confidence: number
  readonly signs: Readonly<Record<Sign, number>>
  /** Shares of twelve hues and grey. */
  readonly hues: readonly number[]
  readonly brightness: number
}

const SIGNS = {
  camera_gaze: [0, 255, 0],
  distortion: [255, 0, 0],
  text: [0, 0, 255],
  identity_mismatch: [255, 0, 255],
  symmetry: [0, 255, 255],
} as const

export type Sign = keyof typeof SIGNS

const COLOURS = Object.entries(SIGNS) as [Sign, readonly [number, number, number]][]

/** Every so many pixels are enough. */
const STRIDE = 3

/** The label in the corner and the margin are the sheet's. */
const LABEL = { width: 54, height: 38 }
const MARGIN = [240, 240, 242] as const

export function look({ rgb, width, height }: Cell): Sight {
  const signs: Record<Sign, number> = { camera_gaze: 0, distortion: 0, text: 0, identity_mismatch: 0, symmetry: 0 }
  const hues = Array.from({ length: 13 }, () => 0)
  let [count, flat, steps, chroma, luma] = [0, 0, 0, 0, 0]
  for (let y = 0; y < height - 1; y += STRIDE) {
    for (let x = 0; x < width - 1; x += STRIDE) {
      if (x < LABEL.width && y < LABEL.height) continue
      const at = 3 * (y * width + x)
      const [r, g, b] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!]
      if (away(r, g, b, MARGIN) < 12) continue
      const sign = signOf(r, g, b)
      if (sign) {
        signs[sign]++
        count++
        continue
      }
      count++
      const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)]
      chroma += high - low
      luma += 0.3 * r + 0.59 * g + 0.11 * b
      const hue = high - low < 24 ? 12 : hueOf(r, g, b, high, low)
      hues[hue] = (hues[hue] ?? 0) + 1
      const right = 3 * (y * width + x + 1)
      const step = Math.abs(rgb[right]! - r) + Math.abs(rgb[right + 1]! - g) + Math.abs(rgb[right + 2]! - b)
      steps++
      if (step <= 4) flat++
    }
  }
  const total = Math.max(1, count)
  const flatness = flat / Math.max(1, steps)
  const drawn = flatness > 0.55
  const coloured = chroma / total > 12
  return {
    style: drawn ? (coloured ? 'color_stylized' : 'bw_stylized') : 'photorealistic',
    confidence: Math.round((0.5 + Math.min(0.49, Math.abs(flatness - 0.55) * 2)) * 100) / 100,
    signs: Object.fromEntries(Object.entries(signs).map(([key, hits]) => [key, hits / total])) as Record<Sign, number>,
    hues: hues.map((hits) => hits / total),
    brightness: luma / total,
  }
}

const away = (r: number, g: number, b: number, [x, y, z]: readonly [number, number, number]): number =>
  Math.abs(r - x) + Math.abs(g - y) + Math.abs(b - z)

function signOf(r: number, g: number, b: number): Sign | null {
  // Pure colours have a channel near either end.
  if (Math.max(r, g, b) < 215 || Math.min(r, g, b) > 40) return null
  for (const [sign, colour] of COLOURS) if (away(r, g, b, colour) < 40) return sign
  return null
}

function hueOf(r: number, g: number, b: number, high: number, low: number): number {
  const spread = high - low
  const sixth = high === r ? ((g - b) / spread + 6) % 6 : high === g ? (b - r) / spread + 2 : (r - g) / spread + 4
  return Math.floor(sixth * 2) % 12
}

/** How much of two pictures' colours is the same, 0..1. */
export const common = (a: Sight, b: Sight): number =>
  a.hues.reduce((sum, share, i) => sum + Math.min(share, b.hues[i] ?? 0), 0)
