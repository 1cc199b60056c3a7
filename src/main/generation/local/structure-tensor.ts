import { gaussian } from './blur.ts'
import { type Plane } from './plane.ts'

/** The direction along edges at every pixel: a unit tangent, and how strongly directed the neighbourhood is (0..1). */
export interface Flow {
  readonly width: number
  readonly height: number
  readonly tx: Float32Array
  readonly ty: Float32Array
  readonly anisotropy: Float32Array
}

/**
 * Edge tangent flow from the smoothed structure tensor (Kyprianidis & Döllner 2008, "Image abstraction by structure adaptive
 * filtering"; the aim of Kang et al. 2007, "Coherent line drawing", without its iterations). `sigma` in px.
 */
export function edgeFlow(plane: Plane, sigma: number): Flow {
  const { width, height, data } = plane
  const count = width * height
  const xx = new Float32Array(count)
  const yy = new Float32Array(count)
  const xy = new Float32Array(count)
  for (let y = 0; y < height; y++) {
    const up = (y > 0 ? y - 1 : 0) * width
    const here = y * width
    const down = (y < height - 1 ? y + 1 : y) * width
    for (let x = 0; x < width; x++) {
      const l = x > 0 ? x - 1 : 0
      const r = x < width - 1 ? x + 1 : x
      const nw = data[up + l]!
      const ne = data[up + r]!
      const sw = data[down + l]!
      const se = data[down + r]!
      // Sobel.
      const gx = (ne + 2 * data[here + r]! + se - nw - 2 * data[here + l]! - sw) / 8
      const gy = (sw + 2 * data[down + x]! + se - nw - 2 * data[up + x]! - ne) / 8
      xx[here + x] = gx * gx
      yy[here + x] = gy * gy
      xy[here + x] = gx * gy
    }
  }
  const smooth = (channel: Float32Array): Float32Array => gaussian({ width, height, data: channel }, sigma).data
  const e = smooth(xx)
  const g = smooth(yy)
  const f = smooth(xy)
  const tx = new Float32Array(count)
  const ty = new Float32Array(count)
  const anisotropy = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    const root = Math.sqrt((e[i]! - g[i]!) ** 2 + 4 * f[i]! * f[i]!)
    const sum = e[i]! + g[i]!
    const major = (sum + root) / 2
    let x = major - e[i]!
    let y = -f[i]!
    // Both components vanish for a vertical gradient-free or a purely vertical edge: the tangent is vertical there.
    if (x * x + y * y < 1e-16) [x, y] = e[i]! >= g[i]! ? [0, 1] : [1, 0]
    const length = Math.sqrt(x * x + y * y)
    tx[i] = x / length
    ty[i] = y / length
    anisotropy[i] = sum > 1e-7 ? root / sum : 0
  }
  return { width, height, tx, ty, anisotropy }
}

/** Line integral convolution: the Gaussian mean (`sigma` px) of a plane along the flow (Cabral & Leedom 1993). */
export function alongFlow(plane: Plane, flow: Flow, sigma: number): Plane {
  const { width, height, data } = plane
  const { tx, ty } = flow
  const steps = Math.ceil(sigma * 1.7)
  const weights = Float64Array.from({ length: steps + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)))
  const out = new Float32Array(data.length)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      let total = data[i]!
      let whole = 1
      for (let sign = -1; sign <= 1; sign += 2) {
        let px = x
        let py = y
        let dx = tx[i]! * sign
        let dy = ty[i]! * sign
        for (let step = 1; step <= steps; step++) {
          px += dx
          py += dy
          if (px < 0 || py < 0 || px > width - 1 || py > height - 1) break
          const x0 = px | 0
          const y0 = py | 0
          const fx = px - x0
          const fy = py - y0
          const j = y0 * width + x0
          const right = x0 + 1 < width ? 1 : 0
          const down = y0 + 1 < height ? width : 0
          const top = data[j]! + (data[j + right]! - data[j]!) * fx
          const bottom = data[j + down]! + (data[j + down + right]! - data[j + down]!) * fx
          total += weights[step]! * (top + (bottom - top) * fy)
          whole += weights[step]!
          const near = (fy > 0.5 ? down : 0) + (fx > 0.5 ? right : 0) + j
          // Tangents have no sign: go on in the direction we came from.
          const turn = tx[near]! * dx + ty[near]! * dy < 0 ? -1 : 1
          dx = tx[near]! * turn
          dy = ty[near]! * turn
        }
      }
      out[i] = total / whole
    }
  return { width, height, data: out }
}
