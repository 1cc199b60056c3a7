import { kernel, places, put, take } from './kernels/memory.ts'
import { mapPlane, type Plane } from './plane.ts'
import type { Flow } from './structure-tensor.ts'

const acrossFlow = kernel('acrossFlow')
const alongFlow = kernel('alongFlow')
const pair = kernel('pair')

export interface LineStyle {
  /** Line scale in px: the standard deviation of the inner Gaussian; the outer one is 1.6 times as wide. */
  readonly sigma: number
  /** Edge emphasis: how much the difference of Gaussians counts against the tone (p in the paper, about 20). */
  readonly sharpness: number
  /** Tone below which paper turns to ink, 0..1. */
  readonly threshold: number
  /** Steepness of the step from paper to ink. */
  readonly steepness: number
  /** Distance over which lines are smoothed along themselves, in px. */
  readonly coherence: number
}

/**
 * Applies the flow-based extended difference of Gaussians: 1 is paper, 0 is ink. Winnemöller 2011, "XDoG: advanced image stylization with
 * extended difference-of-Gaussians", on the flow of Kang et al. 2007: Gaussians across the edge, then a mean along it (line integral
 * convolution: Cabral & Leedom 1993).
 */
export function xdog(tone: Plane, flow: Flow, style: LineStyle): Plane {
  const { threshold, steepness } = style
  return mapPlane(sharpened(tone, flow, style), (value) =>
    value >= threshold ? 1 : 1 + Math.tanh(steepness * (value - threshold)),
  )
}

function sharpened({ width, height, data }: Plane, flow: Flow, { sigma, sharpness, coherence }: LineStyle): Plane {
  const count = width * height
  const plane = count * 4
  const across = differenceOfGaussians(sigma, sharpness)
  const along = bell(coherence, Math.ceil(coherence * 1.7))
  const [at = 0, tx = 0, ty = 0, pairs = 0, sharp = 0, weights = 0] = places(
    plane,
    plane,
    plane,
    plane * 2,
    plane,
    Math.max(across.length, along.length) * 4,
  )
  put(at, data)
  put(tx, flow.tx)
  put(ty, flow.ty)
  put(weights, across)
  acrossFlow(at, width, height, tx, ty, weights, across.length - 1, sharp)
  pair(tx, ty, count, pairs)
  put(weights, along)
  alongFlow(sharp, width, height, pairs, weights, along.length - 1, at)
  return { width, height, data: take(at, count) }
}

const bell = (sigma: number, steps: number): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)))

/** Computes the weights (1 + p)·G(σ) − p·G(1.6 σ), one-dimensional, from the middle outwards. */
function differenceOfGaussians(sigma: number, sharpness: number): Float64Array {
  const outer = sigma * 1.6
  const steps = Math.ceil(outer * 2.2)
  const inner = bell(sigma, steps)
  const wide = bell(outer, steps)
  const sumOf = (weights: Float64Array): number => 2 * weights.reduce((sum, weight) => sum + weight, 0) - weights[0]!
  const innerSum = sumOf(inner)
  const wideSum = sumOf(wide)
  return inner.map((weight, i) => ((1 + sharpness) * weight) / innerSum - (sharpness * wide[i]!) / wideSum)
}
