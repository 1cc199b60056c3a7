import { createPicture, type Picture } from './plane.ts'
import type { Flow } from './structure-tensor.ts'

const SECTORS = 8
const DIRECTIONS = 32
const STRETCHES = 6
/** Colour variance (0..1 squared, summed over channels) at which a sector loses half its say. */
const CALM_VARIANCE = 1 / (65025 * 0.02)

/**
 * The samples of one ellipse, sorted by the first of the two sectors that each belongs to: offsets into the padded copy, weights in
 * that sector and in the next, where each sector's samples end, and the whole weight of each sector.
 */
interface Ellipse {
  readonly at: Int32Array
  readonly first: Float32Array
  readonly second: Float32Array
  readonly ends: Int32Array
  readonly weight: Float64Array
}

/**
 * Anisotropic Kuwahara filter (Kyprianidis, Kang & Döllner 2009), which generalises Papari et al. 2007: eight soft sectors of an
 * ellipse that follows the flow; the calmest sectors decide the colour, so areas become flat while their edges stay crisp.
 * Every sample is shared linearly between its two nearest sectors instead of by the paper's convolved weights, and the ellipses are
 * tabulated for 32 directions and 6 stretches. `radius` in px.
 */
export function kuwahara(picture: Picture, flow: Flow, radius: number): Picture {
  const { width, height } = picture
  const reach = Math.ceil(radius * 2)
  const row = width + 2 * reach
  const ellipses = Array.from({ length: DIRECTIONS * STRETCHES }, (_, i) =>
    ellipse(radius, ((i % DIRECTIONS) / DIRECTIONS) * Math.PI, Math.floor(i / DIRECTIONS) / (STRETCHES - 1), row),
  )
  const pixels = padded(picture, reach)
  const out = createPicture(width, height)
  // Per sector: three weighted sums, and one of squares over all channels.
  const sums = new Float64Array(SECTORS * 4)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const turn = Math.round((Math.atan2(flow.ty[i]!, flow.tx[i]!) / Math.PI + 1) * DIRECTIONS) % DIRECTIONS
      const stretch = Math.min(STRETCHES - 1, Math.round(flow.anisotropy[i]! * (STRETCHES - 1)))
      const { at, first, second, ends, weight } = ellipses[stretch * DIRECTIONS + turn]!
      const here = ((y + reach) * row + x + reach) * 4
      // Sums in local variables: those of a sector, and those that its samples give to the next.
      let r = 0
      let g = 0
      let b = 0
      let squares = 0
      for (let k = 0, s = 0; k < SECTORS; k++) {
        let nextR = 0
        let nextG = 0
        let nextB = 0
        let nextSquares = 0
        for (const end = ends[k]!; s < end; s++) {
          const j = here + at[s]!
          const v = first[s]!
          const w = second[s]!
          r += v * pixels[j]!
          g += v * pixels[j + 1]!
          b += v * pixels[j + 2]!
          squares += v * pixels[j + 3]!
          nextR += w * pixels[j]!
          nextG += w * pixels[j + 1]!
          nextB += w * pixels[j + 2]!
          nextSquares += w * pixels[j + 3]!
        }
        sums[4 * k] = r
        sums[4 * k + 1] = g
        sums[4 * k + 2] = b
        sums[4 * k + 3] = squares
        r = nextR
        g = nextG
        b = nextB
        squares = nextSquares
      }
      sums[0]! += r
      sums[1]! += g
      sums[2]! += b
      sums[3]! += squares
      mixCalmest(sums, weight, out, i)
    }
  return out
}

/** Sets pixel `i` to the mean of the sectors' means, each counted by how even its colours are. */
function mixCalmest(sums: Float64Array, weight: Float64Array, out: Picture, i: number): void {
  let [whole, r, g, b] = [0, 0, 0, 0]
  for (let k = 0; k < SECTORS; k++) {
    const n = weight[k]!
    if (n <= 0) continue
    const mr = sums[4 * k]! / n
    const mg = sums[4 * k + 1]! / n
    const mb = sums[4 * k + 2]! / n
    const unrest = Math.max(0, sums[4 * k + 3]! / n - mr * mr - mg * mg - mb * mb) / CALM_VARIANCE
    const w = 1 / (1 + unrest * unrest)
    whole += w
    r += w * mr
    g += w * mg
    b += w * mb
  }
  out.r[i] = r / whole
  out.g[i] = g / whole
  out.b[i] = b / whole
}

/** Red, green, blue and the sum of their squares, pixel by pixel, with the border repeated `reach` px outwards. */
function padded({ width, height, r, g, b }: Picture, reach: number): Float32Array {
  const pixels = new Float32Array((width + 2 * reach) * (height + 2 * reach) * 4)
  for (let y = -reach, j = 0; y < height + reach; y++) {
    const line = Math.min(Math.max(y, 0), height - 1) * width
    for (let x = -reach; x < width + reach; x++, j += 4) {
      const i = line + Math.min(Math.max(x, 0), width - 1)
      pixels[j] = r[i]!
      pixels[j + 1] = g[i]!
      pixels[j + 2] = b[i]!
      pixels[j + 3] = r[i]! * r[i]! + g[i]! * g[i]! + b[i]! * b[i]!
    }
  }
  return pixels
}

/** `row` is the width of the padded copy in px. */
function ellipse(radius: number, angle: number, stretch: number, row: number): Ellipse {
  const along = radius * (1 + stretch)
  const across = radius / (1 + stretch)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const reach = Math.ceil(along)
  const samples: { at: number; sector: number; first: number; second: number }[] = []
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) {
      const u = (x * cos + y * sin) / along
      const v = (y * cos - x * sin) / across
      const distance = u * u + v * v
      if (distance > 1) continue
      const weight = 1 - 0.85 * distance
      const turn = ((Math.atan2(v, u) / (2 * Math.PI)) * SECTORS + SECTORS) % SECTORS
      const sector = Math.floor(turn) % SECTORS
      const share = turn - Math.floor(turn)
      samples.push({ at: (y * row + x) * 4, sector, first: weight * (1 - share), second: weight * share })
    }
  samples.sort((p, q) => p.sector - q.sector)
  const weight = new Float64Array(SECTORS)
  for (const { sector, first, second } of samples) {
    weight[sector]! += first
    weight[(sector + 1) % SECTORS]! += second
  }
  return {
    at: Int32Array.from(samples, ({ at }) => at),
    first: Float32Array.from(samples, ({ first }) => first),
    second: Float32Array.from(samples, ({ second }) => second),
    ends: Int32Array.from({ length: SECTORS }, (_, k) => samples.filter(({ sector }) => sector <= k).length),
    weight,
  }
}
