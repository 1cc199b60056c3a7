import { blurPicture } from './blur.ts'
import { grade } from './grade.ts'
import { paperGrain } from './noise.ts'
import { mapLab } from './oklab.ts'
import { insideDepth } from './paper.ts'
import { mapPicture, type Picture, type Plane, sample } from './plane.ts'
import type { Drawing } from './drawing.ts'
import { paintStrokes } from './strokes.ts'
import { tint } from './tint.ts'
import { xdog } from './xdog.ts'

const PAPER = [0.95, 0.925, 0.88] as const
const LAYERS = [
  { radius: 26, tolerance: -1 },
  { radius: 13, tolerance: 0.1 },
  { radius: 6.5, tolerance: 0.13 },
] as const

const INK = { sigma: 1, sharpness: 6, threshold: 0.4, steepness: 5, coherence: 2.2 } as const

/**
 * Paints gouache: opaque, matt brush strokes along the forms, over patches flattened by the anisotropic Kuwahara filter. Where the source
 * ends the brush simply stops, and the paper shows.
 */
export function gouache(drawing: Drawing): Picture {
  const { width, height, random, profile, focus } = drawing
  const base = profile.monochrome ? tint(drawing, drawing.shade, 0.6) : drawing.patches
  const matt = mapLab(grade(base, drawing.light, 0.8), ([lightness, a, b]) => [
    0.07 + lightness * 0.92,
    a * 1.2,
    b * 1.2,
  ])
  const where: Plane = { width, height, data: insideDepth(drawing.inside).data.map((depth) => (depth > 14 ? 1 : 0)) }
  const canvas = paintStrokes(matt, LAYERS, PAPER, where, random)
  // The face gets the smallest brush, because it matters most in a portrait.
  const reach = Math.max(focus.head, height * 0.2) * 0.75
  const face: Plane = {
    width,
    height,
    data: where.data.map((value, i) =>
      ((i % width) - focus.x) ** 2 + ((Math.floor(i / width) - focus.y) * 0.8) ** 2 < reach ** 2 ? value : 0,
    ),
  }
  const detail = paintStrokes(matt, [{ radius: 3.2, tolerance: 0.09 }], PAPER, face, random, canvas)
  const finished = blurPicture(detail, 0.55)
  const tooth = paperGrain(width, height, random)
  // Line art keeps its lines: they are inked over the paint, or nothing would be left of the drawing.
  const ink = profile.lineArt ? xdog(drawing.tone, drawing.flow, INK).data : null
  return mapPicture(finished, (r, g, b, i) => {
    // Lit from the upper left, because dried paint is slightly raised.
    const x = i % width
    const y = Math.floor(i / width)
    const relief = (finished.g[i]! - sample(finished.g, width, height, x + 1, y + 1)) * 0.22 + tooth.data[i]! * 0.007
    const bare = ink ? 0.14 + 0.86 * ink[i]! : 1
    return [(r + relief) * bare, (g + relief) * bare, (b + relief) * Math.min(1, bare + 0.03)]
  })
}
