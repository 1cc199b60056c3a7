import { createPicture, createPlane, type Picture, type Plane, sample } from '../../src/main/generation/local/plane.ts'
import type { Flow } from '../../src/main/generation/local/structure-tensor.ts'
import type { LineStyle } from '../../src/main/generation/local/xdog.ts'

/** The loops of the local generator in plain TypeScript, pixel by pixel, as a reference for tests. */

function fill(width: number, height: number, at: (x: number, y: number) => number): Plane {
  const plane = createPlane(width, height)
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = at(i % width, Math.floor(i / width))
  return plane
}

const within = (value: number, last: number): number => Math.min(last, Math.max(0, value))
const pixel = ({ width, height, data }: Plane, x: number, y: number): number =>
  data[within(y, height - 1) * width + within(x, width - 1)]!
const bell = (far: number, sigma: number): number => Math.exp(-(far * far) / (2 * sigma * sigma))
const upTo = (steps: number): number[] => Array.from({ length: 2 * steps + 1 }, (_, i) => i - steps)

/** Returns each pixel as the weighted mean of its neighbours within the radius, horizontally and then vertically. */
function separable(plane: Plane, radius: number, weigh: (far: number) => number): Plane {
  const offsets = upTo(radius)
  const whole = offsets.reduce((sum, far) => sum + weigh(far), 0)
  const mean = (value: (far: number) => number): number =>
    offsets.reduce((sum, far) => sum + weigh(far) * value(far), 0) / whole
  const { width, height } = plane
  const rows = fill(width, height, (x, y) => mean((far) => pixel(plane, x + far, y)))
  return fill(width, height, (x, y) => mean((far) => pixel(rows, x, y + far)))
}

export function plainBlur(plane: Plane, sigma: number): Plane {
  if (sigma <= 2) return separable(plane, Math.max(1, Math.ceil(sigma * 2.5)), (far) => bell(far, sigma))
  const lower = Math.floor((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2)
  const narrow = 2 * lower + 1
  const passes = Math.round((12 * sigma * sigma - 3 * narrow * narrow - 12 * narrow - 9) / (-4 * narrow - 4))
  return [0, 1, 2].reduce((from, pass) => separable(from, pass < passes ? lower : lower + 1, () => 1), plane)
}

export function plainFlow(plane: Plane, sigma: number): Flow {
  const { width, height } = plane
  const slope = (x: number, y: number, dx: number, dy: number): number =>
    [-1, 0, 1].reduce((sum, side) => {
      const [ax, ay] = [x + dx + side * dy, y + dy + side * dx]
      const [bx, by] = [x - dx + side * dy, y - dy + side * dx]
      return sum + ((2 - Math.abs(side)) * (pixel(plane, ax, ay) - pixel(plane, bx, by))) / 8
    }, 0)
  const smooth = (product: (gx: number, gy: number) => number): Float32Array =>
    plainBlur(
      fill(width, height, (x, y) => product(slope(x, y, 1, 0), slope(x, y, 0, 1))),
      sigma,
    ).data
  const [e, g, f] = [smooth((gx) => gx * gx), smooth((_, gy) => gy * gy), smooth((gx, gy) => gx * gy)]
  const flow = {
    tx: new Float32Array(e.length),
    ty: new Float32Array(e.length),
    anisotropy: new Float32Array(e.length),
  }
  for (let i = 0; i < e.length; i++) {
    const [ei, gi, fi] = [e[i]!, g[i]!, f[i]!]
    const root = Math.sqrt((ei - gi) ** 2 + 4 * fi * fi)
    let [x, y] = [(ei + gi + root) / 2 - ei, -fi]
    if (x * x + y * y < 1e-16) [x, y] = ei >= gi ? [0, 1] : [1, 0]
    flow.tx[i] = x / Math.hypot(x, y)
    flow.ty[i] = y / Math.hypot(x, y)
    flow.anisotropy[i] = ei + gi > 1e-7 ? root / (ei + gi) : 0
  }
  return { width, height, ...flow }
}

export function plainBilateral(picture: Picture, flow: Flow, sigma: number, range: number): Picture {
  const pass = (from: Picture, across: boolean): Picture => {
    const { width, height } = from
    const out = createPicture(width, height)
    for (let i = 0; i < out.r.length; i++) {
      const [dx, dy] = across ? [-flow.ty[i]!, flow.tx[i]!] : [flow.tx[i]!, flow.ty[i]!]
      const sums = [0, 0, 0, 0]
      for (const step of upTo(Math.ceil(sigma * 1.7))) {
        const x = Math.round((i % width) + dx * step)
        const y = Math.round(Math.floor(i / width) + dy * step)
        if (x < 0 || y < 0 || x >= width || y >= height) continue
        const j = y * width + x
        const far = (from.r[j]! - from.r[i]!) ** 2 + (from.g[j]! - from.g[i]!) ** 2 + (from.b[j]! - from.b[i]!) ** 2
        const weight = bell(step, sigma) / (1 + far / (2 * range * range)) ** 2
        for (const [c, value] of [from.r[j]!, from.g[j]!, from.b[j]!, 1].entries()) sums[c]! += weight * value
      }
      out.r[i] = sums[0]! / sums[3]!
      out.g[i] = sums[1]! / sums[3]!
      out.b[i] = sums[2]! / sums[3]!
    }
    return out
  }
  return pass(pass(picture, true), false)
}

/** Returns the weights of a sample at (x, y) in each of the eight sectors of an ellipse. */
function sectorWeights(x: number, y: number, radius: number, angle: number, stretch: number): readonly number[] {
  const u = (x * Math.cos(angle) + y * Math.sin(angle)) / (radius * (1 + stretch))
  const v = (y * Math.cos(angle) - x * Math.sin(angle)) / (radius / (1 + stretch))
  const weights = Array.from({ length: 8 }, () => 0)
  const distance = u * u + v * v
  if (distance > 1) return weights
  const turn = ((Math.atan2(v, u) / (2 * Math.PI)) * 8 + 8) % 8
  const share = turn - Math.floor(turn)
  weights[Math.floor(turn) % 8]! += (1 - 0.85 * distance) * (1 - share)
  weights[(Math.floor(turn) + 1) % 8]! += (1 - 0.85 * distance) * share
  return weights
}

export function plainKuwahara(picture: Picture, flow: Flow, radius: number): Picture {
  const { width, height, r, g, b } = picture
  const out = createPicture(width, height)
  const reach = upTo(Math.ceil(radius * 2))
  for (let i = 0; i < r.length; i++) {
    const angle = (Math.round((Math.atan2(flow.ty[i]!, flow.tx[i]!) / Math.PI + 1) * 32) % 32) * (Math.PI / 32)
    const stretch = Math.round(flow.anisotropy[i]! * 5) / 5
    const sums = Array.from({ length: 8 }, () => ({ n: 0, r: 0, g: 0, b: 0, squares: 0 }))
    for (const y of reach)
      for (const x of reach) {
        const j = within(Math.floor(i / width) + y, height - 1) * width + within((i % width) + x, width - 1)
        for (const [k, weight] of sectorWeights(x, y, radius, angle, stretch).entries()) {
          const sum = sums[k]!
          sum.n += weight
          sum.r += weight * r[j]!
          sum.g += weight * g[j]!
          sum.b += weight * b[j]!
          sum.squares += weight * (r[j]! ** 2 + g[j]! ** 2 + b[j]! ** 2)
        }
      }
    const total = { n: 0, r: 0, g: 0, b: 0 }
    for (const sum of sums) {
      if (sum.n === 0) continue
      const spread = sum.squares / sum.n - (sum.r ** 2 + sum.g ** 2 + sum.b ** 2) / sum.n ** 2
      const weight = 1 / (1 + (Math.max(0, spread) * 65025 * 0.02) ** 2)
      total.n += weight
      for (const c of ['r', 'g', 'b'] as const) total[c] += (weight * sum[c]) / sum.n
    }
    for (const c of ['r', 'g', 'b'] as const) out[c][i] = total[c] / total.n
  }
  return out
}

export function plainLines(tone: Plane, flow: Flow, style: LineStyle): Plane {
  const { width, height } = tone
  const { sigma, sharpness, threshold, steepness } = style
  const at = ({ data }: Plane, x: number, y: number): number => sample(data, width, height, x, y)
  const across = upTo(Math.ceil(sigma * 1.6 * 2.2))
  const whole = (deviation: number): number => across.reduce((sum, far) => sum + bell(far, deviation), 0)
  const [inner, outer] = [whole(sigma), whole(sigma * 1.6)]
  const sharp = fill(width, height, (x, y) => {
    const i = y * width + x
    return across.reduce((sum, far) => {
      const weight = ((1 + sharpness) * bell(far, sigma)) / inner - (sharpness * bell(far, sigma * 1.6)) / outer
      return sum + weight * at(tone, x - flow.ty[i]! * far, y + flow.tx[i]! * far)
    }, 0)
  })
  return fill(width, height, (x, y) => {
    let [total, weights] = [at(sharp, x, y), 1]
    for (const sign of [-1, 1]) {
      let [px, py, near, turn] = [x, y, y * width + x, sign]
      let [dx, dy] = [flow.tx[near]! * turn, flow.ty[near]! * turn]
      for (let step = 1; step <= Math.ceil(style.coherence * 1.7); step++) {
        px += dx
        py += dy
        if (px < 0 || py < 0 || px > width - 1 || py > height - 1) break
        total += bell(step, style.coherence) * at(sharp, px, py)
        weights += bell(step, style.coherence)
        near = Math.ceil(py - 0.5) * width + Math.ceil(px - 0.5)
        turn = flow.tx[near]! * dx + flow.ty[near]! * dy < 0 ? -1 : 1
        dx = flow.tx[near]! * turn
        dy = flow.ty[near]! * turn
      }
    }
    const value = total / weights
    return value >= threshold ? 1 : 1 + Math.tanh(steepness * (value - threshold))
  })
}

export const plainStretch = ({ width: wide, height: high, data }: Plane, width: number, height: number): Plane =>
  fill(width, height, (x, y) =>
    sample(data, wide, high, ((x + 0.5) * wide) / width - 0.5, ((y + 0.5) * high) / height - 0.5),
  )

/** Rotates one channel of a picture about `place`: Catmull-Rom, the border repeated, clamped to 0..1. */
export function plainTurn(
  plane: Plane,
  place: { x: number; y: number },
  tilt: number,
  width: number,
  height: number,
): Plane {
  const weigh = (far: number): number =>
    far < 1 ? 1.5 * far ** 3 - 2.5 * far ** 2 + 1 : far < 2 ? -0.5 * far ** 3 + 2.5 * far ** 2 - 4 * far + 2 : 0
  return fill(width, height, (x, y) => {
    const [u, v] = [x + 0.5 - width / 2, y + 0.5 - height / 2]
    const px = within(place.x + u * Math.cos(tilt) - v * Math.sin(tilt) - 0.5, plane.width - 1)
    const py = within(place.y + u * Math.sin(tilt) + v * Math.cos(tilt) - 0.5, plane.height - 1)
    let sum = 0
    for (let iy = Math.floor(py) - 1; iy < Math.floor(py) + 3; iy++)
      for (let ix = Math.floor(px) - 1; ix < Math.floor(px) + 3; ix++)
        sum += weigh(Math.abs(px - ix)) * weigh(Math.abs(py - iy)) * pixel(plane, ix, iy)
    return within(sum, 1)
  })
}
