import { gaussian } from './blur.ts'
import { turbulence } from './noise.ts'
import { labToRgb, mixLab } from './oklab.ts'
import { PALETTES, ramp } from './palette.ts'
import { createPicture, createPlane, type Picture, type Plane, smoothstep } from './plane.ts'
import type { Drawing } from './drawing.ts'

/**
 * Colours a source that has none, as in screen printing and hand tinting: one colour ramp over the tones for the figure, another for the
 * ground behind it. With `crispness` 0 the two run into each other like washes, with 1 they are cut like stencils.
 */
export function tint(drawing: Drawing, shade: Plane, crispness: number): Picture {
  const { width, height, random } = drawing
  const palette = random.pick(PALETTES)
  const [figure, ground] = [ramp(palette.figure), ramp(palette.ground)]
  const front = figureArea(drawing)
  const wander = turbulence(width, height, Math.min(width, height) * 0.22, 3, random).data
  const half = 0.28 - 0.22 * crispness
  // Line art gets even washes, because its lines are inked later. The ground never gets as light as paper, or it would have no colour.
  const calm = drawing.profile.lineArt ? gaussian(shade, 9).data : shade.data
  const figureTone = (i: number): number =>
    drawing.profile.lineArt ? 0.42 + 0.5 * calm[i]! + wander[i]! * 0.03 : calm[i]!
  const groundTone = (i: number): number =>
    (drawing.profile.lineArt ? 0.4 + 0.25 * calm[i]! : 0.06 + 0.62 * calm[i]!) + wander[i]! * 0.05
  const out = createPicture(width, height)
  for (let i = 0; i < shade.data.length; i++) {
    const tone = figureTone(i)
    const place = smoothstep(0.5 - half, 0.5 + half, front.data[i]! + wander[i]! * 0.045)
    const [r, g, b] = labToRgb(mixLab(ground(groundTone(i)), figure(tone), place))
    out.r[i] = r
    out.g[i] = g
    out.b[i] = b
  }
  return out
}

/** Returns how likely each pixel shows the figure: a head and a widening body below it, weighted towards contrast. */
function figureArea({ width, height, focus, tone }: Drawing): Plane {
  const out = createPlane(width, height)
  const mean = gaussian(tone, Math.max(6, height * 0.02))
  const unrest = { width, height, data: tone.data.map((value, i) => Math.abs(value - mean.data[i]!)) }
  const contrast = gaussian(unrest, Math.max(8, height * 0.025))
  const head = Math.max(focus.head, height * 0.16)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const down = (y - focus.y) / head
      const reach = head * (down < 0.5 ? 0.62 : Math.min(1.35, 0.62 + (down - 0.5) * 0.8))
      const aside = (x - focus.x) / reach
      const above = down < 0 ? (down / 0.8) ** 2 : 0
      const shape = 1 / (1 + (aside * aside + above) ** 2)
      out.data[i] = shape * 0.85 + Math.min(0.3, contrast.data[i]! * 2.2)
    }
  return out
}
