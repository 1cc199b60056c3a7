import { linear } from './colour.ts'
import { stream } from './noise.ts'
import { SCENES, type Spots } from './scenes.ts'
import type { Shot } from './shot.ts'
import { clamp, mix, smoothstep } from './vector.ts'

/** Linear light, three floats per pixel. */
export interface Canvas {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

export const createCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  data: new Float32Array(width * height * 3),
})

export interface Ground {
  readonly colour: readonly [number, number, number]
}

/** Paints the out-of-focus background and the ground that the figure stands on. */
export function paintBackdrop(
  shot: Shot,
  width: number,
  height: number,
  seed: number,
): { canvas: Canvas; ground: Ground } {
  const canvas = createCanvas(width, height)
  const random = stream(seed)
  if (shot.backdrop === 'paper') {
    paintPaper(canvas, shot, random)
    return { canvas, ground: { colour: linear(shot.tint) } }
  }
  const scene = SCENES[shot.backdrop]
  const stops = scene.sky.map(linear)
  // The backdrop shifts vertically as the camera looks down.
  const shift = shot.above / 90
  for (let y = 0, i = 0; y < height; y++) {
    const at = clamp(y / height + shift, 0, 0.9999) * (stops.length - 1)
    const [a, b] = [stops[Math.floor(at)]!, stops[Math.floor(at) + 1]!]
    const t = smoothstep(0, 1, at - Math.floor(at))
    for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++) canvas.data[i++] = mix(a[c]!, b[c]!, t) * scene.power
  }
  for (const spots of scene.spots) strew(canvas, spots, scene.power, shift, random)
  return { canvas, ground: { colour: linear(scene.ground) } }
}

/** Paints a roll of studio paper with uneven light: brighter under the lamp, darker in the corners. */
function paintPaper(canvas: Canvas, shot: Shot, random: () => number): void {
  const { width, height, data } = canvas
  const colour = linear(shot.tint)
  const cx = width * (0.3 + random() * 0.4)
  const cy = height * (0.25 + random() * 0.25)
  const low = shot.light === 'noir' || shot.light === 'night' ? 0.25 : 0.5
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const d = Math.hypot(x - cx, (y - cy) * 0.85) / height
      const k = low + (1.15 - low) * Math.exp(-d * d * 2.6)
      for (let c = 0; c < 3; c++) data[i++] = colour[c]! * k
    }
}

function strew(canvas: Canvas, spots: Spots, light: number, shift: number, random: () => number): void {
  const { width, height, data } = canvas
  for (let n = 0; n < spots.count; n++) {
    const colour = linear(spots.colours[Math.floor(random() * spots.colours.length)]!)
    const tall = Math.sqrt(spots.tall ?? 1)
    const size = mix(spots.size[0], spots.size[1], random()) * height
    const [rx, ry] = [size / tall, size * tall]
    const cx = random() * width
    const cy = (mix(spots.band[0], spots.band[1], random()) - shift) * height
    const power = mix(spots.power[0], spots.power[1], random() ** 2.4)
    // Lamps show the lens aperture: a uniform disc, a little brighter at its edge. Objects only blur.
    const soft = spots.shines ? 0.2 : 0.85
    const [x0, x1] = [Math.max(0, Math.floor(cx - rx * 1.9)), Math.min(width - 1, Math.ceil(cx + rx * 1.9))]
    const [y0, y1] = [Math.max(0, Math.floor(cy - ry * 1.9)), Math.min(height - 1, Math.ceil(cy + ry * 1.9))]
    for (let y = y0; y <= y1; y++)
      for (let x = x0; x <= x1; x++) {
        const d = Math.hypot((x - cx) / rx, (y - cy) / ry)
        const cover = smoothstep(1 + soft, 1 - soft, d)
        if (cover <= 0) continue
        const i = (y * width + x) * 3
        for (let c = 0; c < 3; c++)
          data[i + c] = spots.shines
            ? data[i + c]! + colour[c]! * power * cover * (0.8 + 0.3 * d)
            : mix(data[i + c]!, colour[c]! * light, cover * power)
      }
  }
}
