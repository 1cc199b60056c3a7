import { cloud } from './noise.ts'
import { clamp, createPlane, type Plane, smoothstep } from './plane.ts'
import type { Random } from './random.ts'

export interface HatchStyle {
  readonly degrees: number
  /** Distance between the strokes in px. */
  readonly pitch: number
  /** Tone below which this layer starts, 0..1. */
  readonly below: number
  /** Width of a stroke at full pressure in px. */
  readonly width: number
}

/**
 * Draws one layer of pen hatching (1 is ink): strokes that swell with the darkness, waver and lift off the paper, in the manner of
 * Winkenbach & Salesin 1994, "Computer-generated pen-and-ink illustration" (prioritised stroke textures).
 */
export function hatch(tone: Plane, style: HatchStyle, random: Random): Plane {
  const { width, height } = tone
  const out = createPlane(width, height)
  const waver = cloud(width, height, 170, random).data
  const tremble = cloud(width, height, 26, random).data
  const seed = Math.floor(random.next() * 4294967296)
  const [cos, sin] = [Math.cos((style.degrees * Math.PI) / 180), Math.sin((style.degrees * Math.PI) / 180)]
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const dark = style.below - tone.data[i]!
      if (dark <= -0.08) continue
      const along = x * cos + y * sin
      const across = (y * cos - x * sin + waver[i]! * style.pitch * 0.9 + tremble[i]! * 0.35) / style.pitch
      const line = Math.floor(across)
      const lift = pressure(seed, line, along / 46)
      const swell = smoothstep(-0.05, 0.34, dark + (lift - 0.5) * 0.2)
      const ink = style.width * swell * (0.75 + 0.25 * lift)
      const offset = Math.abs(across - line - 0.5) * style.pitch
      out.data[i] = clamp(ink / 2 - offset + 0.5) * clamp(ink * 1.6)
    }
  return out
}

/** Returns one-dimensional value noise along a stroke, different for every stroke. */
function pressure(seed: number, line: number, position: number): number {
  const cell = Math.floor(position)
  const t = position - cell
  const from = scatter(seed, line, cell)
  const to = scatter(seed, line, cell + 1)
  return from + (to - from) * t * t * (3 - 2 * t)
}

/** Hashes three integers to 0..1, cheaply enough to be called for every pixel. */
function scatter(seed: number, line: number, cell: number): number {
  let hash = Math.imul(seed ^ Math.imul(line, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(cell, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296
}
