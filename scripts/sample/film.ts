import type { Canvas } from './backdrop.ts'
import { develop, luminance } from './colour.ts'
import { stream } from './noise.ts'
import { clamp } from './vector.ts'

/** Desaturation by film. */
const FADE = 0.14
const STEPS = 4096
/** The brightest light that the curve still distinguishes from white. */
const WHITE = 8

/** Converts light to an 8-bit sRGB picture with a film curve. `vignette` is the share of light that the corners lose, 0..1. */
export function expose({ width, height, data }: Canvas, monochrome: boolean, vignette: number): Uint8Array {
  const out = new Uint8Array(width * height * 3)
  const curve = Uint8Array.from({ length: STEPS }, (_, i) => Math.round(develop((i / (STEPS - 1)) ** 2 * WHITE) * 255))
  const reach = (width * width + height * height) / 4
  for (let y = 0, p = 0; y < height; y++)
    for (let x = 0; x < width; x++, p++) {
      const off = ((x - width / 2) ** 2 + (y - height / 2) ** 2) / reach
      const fall = 1 - vignette * off * off
      const grey = luminance(data[p * 3]!, data[p * 3 + 1]!, data[p * 3 + 2]!)
      for (let i = p * 3; i < p * 3 + 3; i++) {
        const light = (monochrome ? grey : data[i]! + (grey - data[i]!) * FADE) * fall
        out[i] = curve[Math.min(STEPS - 1, Math.round(Math.sqrt(Math.max(0, light) / WHITE) * (STEPS - 1)))]!
      }
    }
  return out
}

const TILE = 256
const SQUARE = TILE * TILE

/** Creates a tile of grain, approximately normal with standard deviation 0.5, whose grains are a little larger than a pixel. */
function grainTile(random: () => number): Float32Array {
  const raw = new Float32Array(SQUARE)
  for (let i = 0; i < SQUARE; i++) raw[i] = random() + random() + random() - 1.5
  const tile = new Float32Array(SQUARE)
  for (let i = 0; i < SQUARE; i++)
    tile[i] = raw[i]! * 0.92 + (raw[(i + 1) % SQUARE]! + raw[(i + TILE) % SQUARE]!) * 0.35
  return tile
}

/**
 * Adds film grain to 8-bit RGB pixels, in place; strongest in the midtones. `amount` is about its standard deviation at middle grey, in
 * steps of 8 bits. In colour, each layer of the film has its own grain in addition to a shared one.
 */
export function addGrain(pixels: Uint8Array, width: number, monochrome: boolean, amount: number, seed: number): void {
  const tile = grainTile(stream(seed))
  const strength = Uint8Array.from({ length: 256 }, (_, i) => {
    const shade = i / 255
    return Math.round(16 * amount * (0.5 + 2 * Math.sqrt(shade) * (1 - shade)))
  })
  for (let p = 0, i = 0; i < pixels.length; p++) {
    const x = p % width
    const y = (p - x) / width
    const block = ((y >> 8) * 7 + (x >> 8)) * 9973
    const k = (y & 255) * TILE + (x & 255) + block
    const grey = pixels[i]!
    const shared = tile[k % SQUARE]!
    for (let c = 0; c < 3; c++, i++) {
      // Sharpening may have tinted the picture by one step.
      const value = monochrome ? grey : pixels[i]!
      const own = tile[(k + (c + 1) * 20011) % SQUARE]!
      const noise = monochrome ? shared : shared * 0.8 + own * 0.45
      pixels[i] = clamp(Math.round(value + (noise * strength[value]!) / 16), 0, 255)
    }
  }
}
