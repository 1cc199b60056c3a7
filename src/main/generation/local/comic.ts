import { grade } from './grade.ts'
import { dotScreen } from './ink.ts'
import { mapLab } from './oklab.ts'
import { clamp, mapPicture, type Picture, type Plane } from './plane.ts'
import { calm, type Sitting } from './sitting.ts'
import { tint } from './tint.ts'
import { xdog } from './xdog.ts'

const LEVELS = 5

/**
 * Comic: few, soft-edged steps of lightness (Winnemöller, Olsen & Gooch 2006, "Real-time video abstraction"), saturated flat
 * colours, dots in the shadows, and bold ink over everything.
 */
export function comic(sitting: Sitting): Picture {
  const { width, height, random, traits } = sitting
  const shade: Plane = { ...sitting.shade, data: sitting.shade.data.map((value) => step(value, 0.03)) }
  const flat = traits.monochrome
    ? tint(sitting, shade, 0.9)
    : mapLab(grade(calm(sitting.colours, 6, 2), sitting.light, 0.6), ([lightness, a, b]) => {
        const level = step(clamp(0.06 + lightness * 0.98), 0.025)
        const chroma = Math.hypot(a, b)
        // Weak colours stay weak: boosting them would paint noise.
        const boost = 1 + 0.55 * clamp(chroma / 0.06)
        return [level, a * boost, b * boost]
      })
  const lines = xdog(sitting.tone, sitting.flow, {
    sigma: traits.lineArt ? 1 : 1.75,
    sharpness: traits.lineArt ? 6 : 19,
    threshold: traits.lineArt ? 0.45 : 0.2,
    steepness: 8,
    coherence: traits.lineArt ? 2 : 4.6,
  }).data
  const pitch = random.pick([8, 9.5])
  const dots = dotScreen(width, height, pitch, random.pick([30, 45, 60])).data
  const dotted = random.next() < 0.7
  return mapPicture(flat, (r, g, b, i) => {
    const tone = sitting.shade.data[i]!
    // Dots only where shadow begins, so that lights stay clean and darks stay solid.
    const cover = dotted ? clamp((0.62 - tone) * 1.5) * clamp((tone - 0.12) * 6) * 0.8 : 0
    const dot = clamp((cover - dots[i]!) * pitch * 0.6 + 0.5) * (cover > 0.03 ? 0.34 : 0)
    const line = lines[i]!
    const ink = (value: number, black: number): number => black + (value * (1 - dot) - black) * line
    return [ink(r, 0.07), ink(g, 0.06), ink(b, 0.1)]
  })
}

/** Soft quantisation to `LEVELS` steps: plateaus joined by slopes of half-width `slope`. */
function step(value: number, slope: number): number {
  const scaled = clamp(value) * LEVELS
  const cell = Math.floor(scaled)
  const within = scaled - cell - 0.5
  return clamp((cell + 0.5 + 0.5 * Math.tanh(within / (slope * LEVELS * 2)) * 0.9) / LEVELS, 0.02, 0.995)
}
