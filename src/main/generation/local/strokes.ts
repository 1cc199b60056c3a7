import { blurPicture } from './blur.ts'
import { clamp, createPicture, luma, type Picture, type Plane } from './plane.ts'
import type { Random } from './random.ts'
import { edgeFlow, type Flow } from './structure-tensor.ts'

const STEP_PX = 0.95

export interface BrushLayer {
  /** Half the width of the brush in px. */
  readonly radius: number
  /** Colour distance (0..1) from which the canvas is painted over; negative covers everything. */
  readonly tolerance: number
}

/**
 * Paints `reference` with curved strokes from large to small brushes, each following the forms and correcting only what the larger
 * ones left wrong: Hertzmann 1998, "Painterly rendering with curved brush strokes of multiple sizes". `where`
 * limits the strokes; `canvas` is painted on in place.
 */
export function paintStrokes(
  reference: Picture,
  layers: readonly BrushLayer[],
  ground: readonly [number, number, number],
  where: Plane,
  random: Random,
  canvas = primed(reference, ground),
): Picture {
  const { width, height } = reference
  for (const { radius, tolerance } of layers) {
    const target = blurPicture(reference, radius * 0.45)
    const flow = edgeFlow(luma(target), Math.max(3, radius * 0.8))
    const step = radius * 1.1
    const starts: { readonly x: number; readonly y: number; readonly order: number }[] = []
    for (let gy = 0; gy < height; gy += step)
      for (let gx = 0; gx < width; gx += step) {
        const x = clamp(Math.round(gx + random.between(-0.5, 0.5) * step), 0, width - 1)
        const y = clamp(Math.round(gy + random.between(-0.5, 0.5) * step), 0, height - 1)
        const i = y * width + x
        if (where.data[i]! > 0.5 && distance(canvas, target, i, i) > tolerance)
          starts.push({ x, y, order: random.next() })
      }
    starts.sort((p, q) => p.order - q.order)
    for (const { x, y } of starts) paintStroke(canvas, target, flow, where, x, y, radius, random)
  }
  return canvas
}

function primed({ width, height }: Picture, [r, g, b]: readonly [number, number, number]): Picture {
  const canvas = createPicture(width, height)
  canvas.r.fill(r)
  canvas.g.fill(g)
  canvas.b.fill(b)
  return canvas
}

function distance(p: Picture, q: Picture, i: number, j: number): number {
  const r = p.r[i]! - q.r[j]!
  const g = p.g[i]! - q.g[j]!
  const b = p.b[i]! - q.b[j]!
  return Math.sqrt(r * r + g * g + b * b)
}

/** Paints one stroke: sweeps a row of bristles along the flow until the canvas is closer to the target than the stroke's colour. */
function paintStroke(
  canvas: Picture,
  target: Picture,
  flow: Flow,
  where: Plane,
  startX: number,
  startY: number,
  radius: number,
  random: Random,
): void {
  const { width, height } = canvas
  const start = startY * width + startX
  const shift = random.between(-0.03, 0.03)
  const colour = [
    target.r[start]! + shift + random.between(-0.012, 0.012),
    target.g[start]! + shift,
    target.b[start]! + shift + random.between(-0.016, 0.016),
  ] as const
  const bristles = Float32Array.from({ length: Math.ceil(radius * 3) + 2 }, () => random.next())
  const longest = radius * random.between(6, 11)
  const shortest = radius * 2
  let x = startX
  let y = startY
  let dx = flow.tx[start]!
  let dy = flow.ty[start]!
  if (random.next() < 0.5) [dx, dy] = [-dx, -dy]
  for (let travelled = 0; travelled < longest; travelled += STEP_PX) {
    const i = Math.round(y) * width + Math.round(x)
    if (travelled > shortest) {
      const off = Math.sqrt(
        (target.r[i]! - colour[0]) ** 2 + (target.g[i]! - colour[1]) ** 2 + (target.b[i]! - colour[2]) ** 2,
      )
      if (off > distance(target, canvas, i, i) + 0.015 || where.data[i]! < 0.4) return
    }
    sweep(canvas, x, y, -dy, dx, radius, colour, bristles, travelled / longest)
    const turn = flow.tx[i]! * dx + flow.ty[i]! * dy < 0 ? -1 : 1
    // The hand turns more slowly than the form.
    const bend = clamp(1.4 / radius, 0.06, 0.4)
    dx += (flow.tx[i]! * turn - dx) * bend
    dy += (flow.ty[i]! * turn - dy) * bend
    const length = Math.sqrt(dx * dx + dy * dy) || 1
    dx /= length
    dy /= length
    x += dx * STEP_PX
    y += dy * STEP_PX
    if (x < 0 || y < 0 || x > width - 1 || y > height - 1) return
  }
}

function sweep(
  canvas: Picture,
  x: number,
  y: number,
  nx: number,
  ny: number,
  radius: number,
  colour: readonly [number, number, number],
  bristles: Float32Array,
  progress: number,
): void {
  const { width, height } = canvas
  // Strokes are rounded at both ends and run dry towards the end.
  const reach = radius * Math.sqrt(clamp(Math.min(progress * 9 + 0.25, (1 - progress) * 6 + 0.2)))
  for (let k = 0, aside = -radius; aside <= radius; k++, aside += 0.75) {
    const far = Math.abs(aside)
    if (far > reach) continue
    const hair = bristles[k]!
    if (hair < (progress - 0.72) * 2.2) continue
    const px = Math.round(x + nx * aside)
    const py = Math.round(y + ny * aside)
    if (px < 0 || py < 0 || px >= width || py >= height) continue
    const i = py * width + px
    const cover = clamp(reach - far + 0.35) * 0.92
    const relief = 1 + (hair - 0.5) * 0.085 + (aside / radius) * 0.018
    canvas.r[i]! += (colour[0] * relief - canvas.r[i]!) * cover
    canvas.g[i]! += (colour[1] * relief - canvas.g[i]!) * cover
    canvas.b[i]! += (colour[2] * relief - canvas.b[i]!) * cover
  }
}
