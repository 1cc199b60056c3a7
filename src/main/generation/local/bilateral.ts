import { createPicture, type Picture } from './plane.ts'
import type { Flow } from './structure-tensor.ts'

/**
 * Orientation-aligned bilateral filter (Kyprianidis & Döllner 2008): once across the flow and once along it. Removes print dots,
 * JPEG blocks and skin texture and keeps edges. `sigma` in px, `range` in 0..1 of colour distance.
 */
export function flowBilateral(picture: Picture, flow: Flow, sigma: number, range: number): Picture {
  return pass(pass(picture, flow, sigma, range, true), flow, sigma, range, false)
}

function pass(picture: Picture, flow: Flow, sigma: number, range: number, across: boolean): Picture {
  const { width, height, r, g, b } = picture
  const out = createPicture(width, height)
  const steps = Math.ceil(sigma * 1.7)
  const spatial = Float64Array.from({ length: steps + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)))
  const fall = 1 / (2 * range * range)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const dx = across ? -flow.ty[i]! : flow.tx[i]!
      const dy = across ? flow.tx[i]! : flow.ty[i]!
      const [cr, cg, cb] = [r[i]!, g[i]!, b[i]!]
      let whole = 1
      let tr = cr
      let tg = cg
      let tb = cb
      for (let step = -steps; step <= steps; step++) {
        if (step === 0) continue
        const px = Math.round(x + dx * step)
        const py = Math.round(y + dy * step)
        if (px < 0 || py < 0 || px >= width || py >= height) continue
        const j = py * width + px
        const er = r[j]! - cr
        const eg = g[j]! - cg
        const eb = b[j]! - cb
        // A rational fall-off stands in for the Gaussian: the same shape where it matters, without an exponential per sample.
        const near = 1 + (er * er + eg * eg + eb * eb) * fall
        const weight = spatial[step < 0 ? -step : step]! / (near * near)
        whole += weight
        tr += weight * r[j]!
        tg += weight * g[j]!
        tb += weight * b[j]!
      }
      out.r[i] = tr / whole
      out.g[i] = tg / whole
      out.b[i] = tb / whole
    }
  return out
}
