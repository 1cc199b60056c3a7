import { gaussian } from './blur.ts'
import { paperGrain, turbulence } from './noise.ts'
import { workedArea } from './paper.ts'
import { channels, clamp, createPicture, fromChannels, type Picture, type Plane, sample } from './plane.ts'
import type { Drawing } from './drawing.ts'
import { tint } from './tint.ts'
import { xdog } from './xdog.ts'

const PAPER = [0.985, 0.975, 0.95] as const

/**
 * Paints a watercolour: flat washes whose optical density varies as pigment does: darker at their rims, grainy in the tooth of the paper,
 * cloudy where wet ran into wet, and absent from the paper's uneven margin. After Curtis et al. 1997 ("Computer-generated watercolor") and
 * Bousseau et al. 2006 ("Interactive watercolor rendering with temporal coherence and abstraction"); densities follow Beer–Lambert, colour
 * = paper · exp(−density).
 */
export function watercolour(drawing: Drawing): Picture {
  const { width, height, random, profile } = drawing
  const area = workedArea(drawing, 0.035, 0.05)
  const colours = profile.monochrome ? tint(drawing, lifted(drawing.shade), 0.1) : drawing.patches
  const washes = wobble(colours, drawing)
  const tooth = paperGrain(width, height, random).data
  const bloom = turbulence(width, height, 150, 5, random).data
  const rim = gaussian(area, 4).data
  const ink = pencil(drawing)
  const out = createPicture(width, height)
  const planes = channels(out)
  channels(washes).forEach((plane, c) => {
    const density: Plane = {
      width,
      height,
      data: plane.data.map((value) => -Math.log(clamp(value * 0.97 + 0.03, 0.03, 1))),
    }
    const near = gaussian(density, 1.4).data
    const around = gaussian(density, 7).data
    const wet = gaussian(density, 22).data
    const target = planes[c]!.data
    for (let i = 0; i < target.length; i++) {
      const run = clamp(0.22 + bloom[i]! * 0.16, 0, 0.5)
      const body = near[i]! * (1 - run) + wet[i]! * run
      const edge = Math.max(0, near[i]! - around[i]!)
      const dried = area.data[i]! * (1 - area.data[i]!) * 1.1 + Math.max(0, area.data[i]! - rim[i]!) * 0.9
      const pigment = body * (0.88 + bloom[i]! * 0.15) * (1 + tooth[i]! * 0.1) + edge * 0.75
      const laid = Math.max(0, pigment) * area.data[i]! * (1 + dried) + dried * 0.05
      const line = (1 - ink.data[i]!) * area.data[i]! * [1.15, 1.2, 1.05][c]!
      target[i] = PAPER[c]! * Math.exp(-laid - line) + tooth[i]! * 0.006
    }
  })
  return fromChannels(planes)
}

/** Lightens the tones, because watercolour has no black and leaves the lights as paper. */
const lifted = (shade: Plane): Plane => ({ ...shade, data: shade.data.map((value) => clamp(0.16 + value * 0.9)) })

/** Draws a broken pencil or pen line under the washes. */
function pencil({ tone, flow, profile }: Drawing): Plane {
  return xdog(tone, flow, {
    sigma: profile.lineArt ? 0.9 : 1.15,
    sharpness: profile.lineArt ? 6 : 19,
    threshold: profile.lineArt ? 0.42 : 0.16,
    steepness: profile.lineArt ? 4 : 5,
    coherence: 3,
  })
}

/** Shifts outlines by a few pixels, because a brush misses the drawing. */
function wobble(picture: Picture, { width, height, random }: Drawing): Picture {
  const dx = turbulence(width, height, 60, 3, random).data
  const dy = turbulence(width, height, 60, 3, random).data
  return fromChannels(
    channels(picture).map(({ data }) => {
      const moved = new Float32Array(data.length)
      for (let y = 0, i = 0; y < height; y++)
        for (let x = 0; x < width; x++, i++) moved[i] = sample(data, width, height, x + dx[i]! * 2, y + dy[i]! * 2)
      return { width, height, data: moved }
    }),
  )
}
