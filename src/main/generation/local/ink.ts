import { gaussian } from './blur.ts'
import { dotScreen } from './dot-screen.ts'
import { hatch } from './hatching.ts'
import { grainAlong, paperGrain } from './noise.ts'
import { panelInk, workedArea } from './paper.ts'
import { clamp, createPlane, mapPlane, type Plane, smoothstep } from './plane.ts'
import type { Drawing } from './drawing.ts'
import { xdog } from './xdog.ts'

/** Fades tones to paper outside the worked area. */
const onPaper = (tone: Plane, area: Plane): Plane => mapPlane(tone, (value, i) => 1 - (1 - value) * area.data[i]!)

/** Draws in pen and ink: coherent lines, solid blacks, and two or three layers of hatching where the tones call for them. */
export function pen(drawing: Drawing): Plane {
  const { profile, random } = drawing
  const area = workedArea(drawing, profile.lineArt ? -0.05 : random.pick([-0.05, 0.045]), profile.lineArt ? 0.02 : 0.1)
  const tone = onPaper(drawing.tone, area)
  const lines = xdog(tone, drawing.flow, {
    sigma: profile.lineArt ? 0.9 : 1.25,
    sharpness: profile.lineArt ? 6 : 20,
    threshold: profile.lineArt ? 0.5 : 0.3,
    steepness: profile.lineArt ? 6 : 26,
    coherence: profile.lineArt ? 1.6 : 3.4,
  })
  if (profile.lineArt) return lines
  const shade = onPaper(drawing.shade, area)
  const lean = random.pick([-1, 1])
  const layers = [
    hatch(shade, { degrees: lean * random.between(38, 52), pitch: 6.6, below: 0.62, width: 2.3 }, random),
    hatch(shade, { degrees: lean * random.between(8, 22), pitch: 6.2, below: 0.4, width: 2.2 }, random),
    hatch(shade, { degrees: -lean * random.between(40, 60), pitch: 5.6, below: 0.24, width: 2.4 }, random),
  ]
  return mapPlane(lines, (line, i) => {
    const ink = layers.reduce((paper, layer) => paper * (1 - layer.data[i]!), 1)
    return clamp(line * ink)
  })
}

/** Draws in charcoal: broad lines and smudged tone that catch on the tooth of the paper, shaded in one direction. */
export function charcoal(drawing: Drawing): Plane {
  const { width, height, random, profile } = drawing
  const area = workedArea(drawing, 0.02, 0.14)
  const tone = onPaper(gaussian(drawing.tone, 1.2), area)
  const lines = xdog(tone, drawing.flow, {
    sigma: profile.lineArt ? 1.4 : 2.3,
    sharpness: profile.lineArt ? 5 : 13,
    threshold: profile.lineArt ? 0.5 : 0.42,
    steepness: 2.6,
    coherence: 4,
  })
  const shade = onPaper(drawing.shade, area)
  const tooth = paperGrain(width, height, random).data
  const strokes = grainAlong(width, height, random.between(-65, -40), random).data
  const out = createPlane(width, height)
  for (let i = 0; i < out.data.length; i++) {
    const mass = (1 - shade.data[i]!) ** 1.15
    const pressure = clamp(mass * 0.78 + (1 - lines.data[i]!) * 0.62)
    const catching = 0.5 + tooth[i]! * 0.15 + strokes[i]! * 0.11
    const rubbed = smoothstep(catching - 0.34, catching + 0.34, pressure * 1.04)
    const density = 0.3 * pressure + 0.7 * rubbed * smoothstep(0.02, 0.2, pressure)
    out.data[i] = clamp(0.97 + tooth[i]! * 0.006 - density * 0.88)
  }
  return out
}

/** Draws ink lines over a round dot screen between pure white and pure black, like the printed page of a comic or a newspaper. */
export function halftone(drawing: Drawing): Plane {
  const { width, height, random, profile } = drawing
  const tone = drawing.tone
  const lines = xdog(tone, drawing.flow, {
    sigma: profile.lineArt ? 1 : 1.6,
    sharpness: profile.lineArt ? 6 : 18,
    threshold: profile.lineArt ? 0.45 : 0.24,
    steepness: 8,
    coherence: profile.lineArt ? 2 : 4.2,
  })
  const pitch = random.pick([8.5, 10, 11.5])
  const dots = dotScreen(width, height, pitch, random.pick([15, 30, 45, 75]))
  const shade = drawing.shade.data
  const panel = panelInk(drawing.inside)
  return mapPlane(lines, (line, i) => {
    const level = clamp((shade[i]! - 0.12) / 0.66)
    const dot = level > 0.97 ? 1 : clamp((level - dots.data[i]!) * pitch * 0.62 + 0.5)
    const drawn =
      drawing.inside.data[i]! > 0.5
        ? Math.min(line, dot)
        : clamp((0.62 + (0.36 * (i % width)) / width - dots.data[i]!) * pitch * 0.62 + 0.5)
    return drawn * (1 - panel.data[i]!)
  })
}
