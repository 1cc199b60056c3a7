import { grade } from './grade.ts'
import { dotScreen } from './dot-screen.ts'
import { flatInks } from './inks.ts'
import type { Lab } from './oklab.ts'
import { panelInk } from './paper.ts'
import { clamp, mapPicture, type Picture, type Plane } from './plane.ts'
import type { Drawing } from './drawing.ts'
import { tint } from './tint.ts'
import { xdog } from './xdog.ts'

const LEVELS = 5
const INKS = 13

/**
 * Draws a comic: a dozen flat inks, or for sources without colour few soft-edged steps of lightness (Winnemöller, Olsen & Gooch 2006,
 * "Real-time video abstraction"), dots in the shadows, and bold lines over everything.
 */
export function comic(drawing: Drawing): Picture {
  const { width, height, random, profile } = drawing
  const shade: Plane = { ...drawing.shade, data: drawing.shade.data.map((value) => step(value, 0.03)) }
  const flat = profile.monochrome
    ? tint(drawing, shade, 0.9)
    : flatInks(grade(drawing.patches, drawing.light, 0.6), INKS, vivid, random)
  const lines = xdog(drawing.tone, drawing.flow, {
    sigma: profile.lineArt ? 1 : 2.1,
    sharpness: profile.lineArt ? 6 : 19,
    threshold: profile.lineArt ? 0.45 : 0.2,
    steepness: 8,
    coherence: profile.lineArt ? 2 : 4.6,
  }).data
  const pitch = random.pick([8, 9.5])
  const dots = dotScreen(width, height, pitch, random.pick([30, 45, 60])).data
  const dotted = random.next() < 0.7
  const beside = meanColour(flat, drawing.inside)
  const panel = panelInk(drawing.inside).data
  return mapPicture(flat, (r, g, b, i) => {
    const tone = drawing.shade.data[i]!
    // Dots only where shadow begins, so that lights stay clean and darks stay solid.
    const cover = dotted ? clamp((0.62 - tone) * 1.5) * clamp((tone - 0.12) * 6) * 0.8 : 0
    const dot = clamp((cover - dots[i]!) * pitch * 0.6 + 0.5) * (cover > 0.03 ? 0.34 : 0)
    if (drawing.inside.data[i]! <= 0.5) {
      // Outside the panel its own ground colour continues, dotted towards one side.
      const lit = clamp((clamp(0.15 + (0.5 * (i % width)) / width) - dots[i]!) * pitch * 0.6 + 0.5)
      const pale = (value: number): number => value + (1 - value) * (0.25 + 0.45 * lit)
      return [pale(beside[0]), pale(beside[1]), pale(beside[2])]
    }
    const line = lines[i]! * (1 - panel[i]!)
    const ink = (value: number, black: number): number => black + (value * (1 - dot) - black) * line
    return [ink(r, 0.07), ink(g, 0.06), ink(b, 0.1)]
  })
}

/** Strengthens colour and contrast; weak colours stay weak, or noise would be painted. */
function vivid([lightness, a, b]: Lab): Lab {
  const boost = 1 + 0.3 * clamp(Math.hypot(a, b) / 0.06)
  return [clamp(0.5 + (lightness - 0.5) * 1.1 + 0.02), a * boost, b * boost]
}

/** Quantises softly to `LEVELS` steps: plateaus joined by slopes of half-width `slope`. */
function step(value: number, slope: number): number {
  const scaled = clamp(value) * LEVELS
  const cell = Math.floor(scaled)
  const within = scaled - cell - 0.5
  return clamp((cell + 0.5 + 0.5 * Math.tanh(within / (slope * LEVELS * 2)) * 0.9) / LEVELS, 0.02, 0.995)
}

function meanColour({ r, g, b }: Picture, inside: Plane): [number, number, number] {
  const sum = [0, 0, 0, 1e-9]
  for (let i = 0; i < r.length; i += 17) {
    if (inside.data[i]! <= 0.5) continue
    sum[0]! += r[i]!
    sum[1]! += g[i]!
    sum[2]! += b[i]!
    sum[3]! += 1
  }
  return [sum[0]! / sum[3]!, sum[1]! / sum[3]!, sum[2]! / sum[3]!]
}
