import { blurAt, blurBytes } from './blur.ts'
import { kernel, places, put, take } from './kernels/memory.ts'
import { type Plane } from './plane.ts'

const gradients = kernel('gradients')
const tangents = kernel('tangents')

/** The direction along edges at every pixel: a unit tangent, and how strongly directed the neighbourhood is (0..1). */
export interface Flow {
  readonly width: number
  readonly height: number
  readonly tx: Float32Array
  readonly ty: Float32Array
  readonly anisotropy: Float32Array
}

/**
 * Computes the edge tangent flow from the smoothed structure tensor (Kyprianidis & Döllner 2008, "Image abstraction by structure adaptive
 * filtering"; the aim of Kang et al. 2007, "Coherent line drawing", without its iterations). `sigma` in px.
 */
export function edgeFlow({ width, height, data }: Plane, sigma: number): Flow {
  const count = width * height
  const plane = count * 4
  const [at = 0, xx = 0, yy = 0, xy = 0, tx = 0, ty = 0, free = 0] = places(
    plane,
    plane,
    plane,
    plane,
    plane,
    plane,
    Math.max(blurBytes(width), (width + 16) * 12),
  )
  put(at, data)
  gradients(at, width, height, xx, yy, xy, free)
  for (const product of [xx, yy, xy]) blurAt(product, at, free, width, height, sigma)
  tangents(xx, yy, xy, count, tx, ty, at)
  return { width, height, tx: take(tx, count), ty: take(ty, count), anisotropy: take(at, count) }
}
