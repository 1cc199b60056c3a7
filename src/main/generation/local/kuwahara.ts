import { createPicture, type Picture } from './plane.ts'
import type { Flow } from './structure-tensor.ts'

const SECTORS = 8
const DIRECTIONS = 32
const STRETCHES = 6
/** Colour variance (0..1 squared, summed over channels) at which a sector loses half its say. */
const CALM_VARIANCE = 1 / (65025 * 0.02)

/** The samples of one ellipse: offsets, the first of the two sectors each belongs to, and its weight in both. */
interface Ellipse {
  readonly dx: Int32Array
  readonly dy: Int32Array
  readonly sector: Int32Array
  readonly weights: Float32Array
}

/**
 * Anisotropic Kuwahara filter (Kyprianidis, Kang & Döllner 2009), which generalises Papari et al. 2007: eight soft sectors of an
 * ellipse that follows the flow; the calmest sectors decide the colour, so areas become flat while their edges stay crisp.
 * Every sample is shared linearly between its two nearest sectors instead of by the paper's convolved weights, and the ellipses are
 * tabulated for 32 directions and 6 stretches. `radius` in px.
 */
export function kuwahara(picture: Picture, flow: Flow, radius: number): Picture {
  const { width, height, r, g, b } = picture
  const ellipses = Array.from({ length: DIRECTIONS * STRETCHES }, (_, i) =>
    ellipse(radius, ((i % DIRECTIONS) / DIRECTIONS) * Math.PI, Math.floor(i / DIRECTIONS) / (STRETCHES - 1)),
  )
  const out = createPicture(width, height)
  // Per sector: weight, three sums, one sum of squares over all channels. One sector more closes the circle.
  const sums = new Float64Array((SECTORS + 1) * 5)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const turn = Math.round((Math.atan2(flow.ty[i]!, flow.tx[i]!) / Math.PI + 1) * DIRECTIONS) % DIRECTIONS
      const stretch = Math.min(STRETCHES - 1, Math.round(flow.anisotropy[i]! * (STRETCHES - 1)))
      const { dx, dy, sector, weights } = ellipses[stretch * DIRECTIONS + turn]!
      sums.fill(0)
      for (let s = 0; s < sector.length; s++) {
        let px = x + dx[s]!
        let py = y + dy[s]!
        px = px < 0 ? 0 : px >= width ? width - 1 : px
        py = py < 0 ? 0 : py >= height ? height - 1 : py
        const j = py * width + px
        const cr = r[j]!
        const cg = g[j]!
        const cb = b[j]!
        const squares = cr * cr + cg * cg + cb * cb
        const k = sector[s]!
        const v = weights[2 * s]!
        const w = weights[2 * s + 1]!
        sums[k]! += v
        sums[k + 1]! += v * cr
        sums[k + 2]! += v * cg
        sums[k + 3]! += v * cb
        sums[k + 4]! += v * squares
        sums[k + 5]! += w
        sums[k + 6]! += w * cr
        sums[k + 7]! += w * cg
        sums[k + 8]! += w * cb
        sums[k + 9]! += w * squares
      }
      for (let k = 0; k < 5; k++) sums[k]! += sums[SECTORS * 5 + k]!
      let [whole, tr, tg, tb] = [0, 0, 0, 0]
      for (let k = 0; k < SECTORS * 5; k += 5) {
        const n = sums[k]!
        if (n <= 0) continue
        const mr = sums[k + 1]! / n
        const mg = sums[k + 2]! / n
        const mb = sums[k + 3]! / n
        const unrest = Math.max(0, sums[k + 4]! / n - mr * mr - mg * mg - mb * mb) / CALM_VARIANCE
        const w = 1 / (1 + unrest * unrest)
        whole += w
        tr += w * mr
        tg += w * mg
        tb += w * mb
      }
      out.r[i] = tr / whole
      out.g[i] = tg / whole
      out.b[i] = tb / whole
    }
  return out
}

function ellipse(radius: number, angle: number, stretch: number): Ellipse {
  const along = radius * (1 + stretch)
  const across = radius / (1 + stretch)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const reach = Math.ceil(along)
  const samples: { x: number; y: number; sector: number; first: number; second: number }[] = []
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) {
      const u = (x * cos + y * sin) / along
      const v = (y * cos - x * sin) / across
      const distance = u * u + v * v
      if (distance > 1) continue
      const weight = 1 - 0.85 * distance
      const turn = (((Math.atan2(v, u) / (2 * Math.PI)) * SECTORS + SECTORS) % SECTORS) + 0
      const share = turn - Math.floor(turn)
      samples.push({ x, y, sector: Math.floor(turn) % SECTORS, first: weight * (1 - share), second: weight * share })
    }
  return {
    dx: Int32Array.from(samples, (sample) => sample.x),
    dy: Int32Array.from(samples, (sample) => sample.y),
    sector: Int32Array.from(samples, (sample) => sample.sector * 5),
    weights: Float32Array.from(samples.flatMap((sample) => [sample.first, sample.second])),
  }
}
