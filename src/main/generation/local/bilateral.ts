import { floatsAt, kernel, places, put, take } from './kernels/memory.ts'
import type { Picture } from './plane.ts'
import type { Flow } from './structure-tensor.ts'

const weave = kernel('weave')
const unweave = kernel('unweave')
const bilateral = kernel('bilateral')

/**
 * Applies the orientation-aligned bilateral filter (Kyprianidis & Döllner 2008): once across the flow and once along it. Removes print
 * dots, JPEG blocks and skin texture and keeps edges. `sigma` in px, `range` in 0..1 of colour distance.
 */
export function flowBilateral({ width, height, r, g, b }: Picture, flow: Flow, sigma: number, range: number): Picture {
  const count = width * height
  const reach = Math.ceil(sigma * 1.7)
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach).filter((step) => step !== 0)
  const samples = Math.ceil(steps.length / 4) * 4
  const plane = count * 4
  const [rgb = 0, tx = 0, ty = 0, woven = 0, other = 0, at = 0, weights = 0] = places(
    plane * 3,
    plane,
    plane,
    plane * 4,
    plane * 4,
    samples * 4,
    samples * 4,
  )
  put(rgb, r, g, b)
  put(tx, flow.tx)
  put(ty, flow.ty)
  // Samples that pad the last group of four have no weight.
  floatsAt(at, samples).fill(0).set(steps)
  floatsAt(weights, samples)
    .fill(0)
    .set(steps.map((step) => Math.exp(-(step * step) / (2 * sigma * sigma))))
  const fall = 1 / (2 * range * range)
  weave(rgb, count, woven)
  bilateral(woven, other, width, height, ty, tx, -1, at, weights, samples, fall)
  bilateral(other, woven, width, height, tx, ty, 1, at, weights, samples, fall)
  unweave(woven, count, rgb)
  return { width, height, r: take(rgb, count), g: take(rgb, count, 1), b: take(rgb, count, 2) }
}
