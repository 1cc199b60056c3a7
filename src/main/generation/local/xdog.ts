import { mapPlane, type Plane } from './plane.ts'
import { alongFlow, type Flow } from './structure-tensor.ts'

export interface LineStyle {
  /** Line scale in px: the standard deviation of the inner Gaussian; the outer one is 1.6 times as wide. */
  readonly sigma: number
  /** Edge emphasis: how much the difference of Gaussians counts against the tone (p in the paper, about 20). */
  readonly sharpness: number
  /** Tone below which paper turns to ink, 0..1. */
  readonly threshold: number
  /** Steepness of the step from paper to ink. */
  readonly steepness: number
  /** How far lines are smoothed along themselves, in px. */
  readonly coherence: number
}

/**
 * Flow-based extended difference of Gaussians: 1 is paper, 0 is ink. Winnemöller 2011, "XDoG: advanced image stylization with
 * extended difference-of-Gaussians", on the flow of Kang et al. 2007: Gaussians across the edge, then a mean along it.
 */
export function xdog(tone: Plane, flow: Flow, style: LineStyle): Plane {
  const { threshold, steepness } = style
  const sharpened = alongFlow(acrossFlow(tone, flow, style.sigma, style.sharpness), flow, style.coherence)
  return mapPlane(sharpened, (value) => (value >= threshold ? 1 : 1 + Math.tanh(steepness * (value - threshold))))
}

/** (1 + p)·G(σ) − p·G(1.6 σ), both one-dimensional and across the flow. */
function acrossFlow(tone: Plane, { tx, ty }: Flow, sigma: number, sharpness: number): Plane {
  const { width, height, data } = tone
  const outer = sigma * 1.6
  const steps = Math.ceil(outer * 2.2)
  const inner = Float64Array.from({ length: steps + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)))
  const wide = Float64Array.from({ length: steps + 1 }, (_, i) => Math.exp(-(i * i) / (2 * outer * outer)))
  const sumOf = (weights: Float64Array): number => 2 * weights.reduce((sum, weight) => sum + weight, 0) - weights[0]!
  const innerSum = sumOf(inner)
  const wideSum = sumOf(wide)
  const kernel = inner.map((weight, i) => ((1 + sharpness) * weight) / innerSum - (sharpness * wide[i]!) / wideSum)
  const out = new Float32Array(data.length)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const nx = -ty[i]!
      const ny = tx[i]!
      let total = kernel[0]! * data[i]!
      for (let step = -steps; step <= steps; step++) {
        if (step === 0) continue
        let px = x + nx * step
        let py = y + ny * step
        px = px < 0 ? 0 : px > width - 1 ? width - 1 : px
        py = py < 0 ? 0 : py > height - 1 ? height - 1 : py
        const x0 = px | 0
        const y0 = py | 0
        const fx = px - x0
        const fy = py - y0
        const j = y0 * width + x0
        const right = x0 + 1 < width ? 1 : 0
        const down = y0 + 1 < height ? width : 0
        const top = data[j]! + (data[j + right]! - data[j]!) * fx
        const bottom = data[j + down]! + (data[j + down + right]! - data[j + down]!) * fx
        total += kernel[step < 0 ? -step : step]! * (top + (bottom - top) * fy)
      }
      out[i] = total
    }
  return { width, height, data: out }
}
