import { floatsAt, kernel, numbersAt, places, put, take } from './kernels/memory.ts'
import type { Picture } from './plane.ts'
import type { Flow } from './structure-tensor.ts'

const frame = kernel('frame')
const sectors = kernel('sectors')

const SECTORS = 8
const DIRECTIONS = 32
const STRETCHES = 6
/** Colour variance (0..1 squared, summed over channels) at which a sector loses half its weight. */
const CALM_VARIANCE = 1 / (65025 * 0.02)

/** A sample of an ellipse: its offset in bytes, the first of its two sectors, and its weights in that sector and in the next. */
interface Sample {
  readonly at: number
  readonly sector: number
  readonly first: number
  readonly second: number
}

/** Layout that `sectors` of `drawing.as` reads. */
const HEADER_BYTES = SECTORS * 8
const SAMPLE_BYTES = 12
const PIXEL_BYTES = 16

/**
 * Applies the anisotropic Kuwahara filter (Kyprianidis, Kang & Döllner 2009), which generalises Papari et al. 2007: eight soft sectors of
 * an ellipse that follows the flow; the calmest sectors decide the colour, so areas become flat while their edges stay crisp. Every sample
 * is shared linearly between its two nearest sectors instead of by the paper's convolved weights, and the ellipses are tabulated for 32
 * directions and 6 stretches. `radius` in px.
 */
export function kuwahara({ width, height, r, g, b }: Picture, flow: Flow, radius: number): Picture {
  const reach = Math.ceil(radius * 2)
  const row = width + 2 * reach
  const count = width * height
  const ellipses = Array.from({ length: DIRECTIONS * STRETCHES }, (_, i) =>
    ellipse(radius, ((i % DIRECTIONS) / DIRECTIONS) * Math.PI, Math.floor(i / DIRECTIONS) / (STRETCHES - 1), row),
  )
  const tableBytes = ellipses.reduce((sum, samples) => sum + HEADER_BYTES + samples.length * SAMPLE_BYTES, 0)
  const plane = count * 4
  const [rgb = 0, framed = 0, which = 0, table = 0, room = 0] = places(
    plane * 3,
    row * (height + 2 * reach) * PIXEL_BYTES,
    plane,
    tableBytes,
    SECTORS * PIXEL_BYTES,
  )
  put(rgb, r, g, b)
  let end = table
  const addresses = ellipses.map((samples) => {
    const at = end
    end = writeEllipse(samples, at)
    return at
  })
  const chosen = numbersAt(which, count)
  for (let i = 0; i < count; i++) {
    const turn = Math.round((Math.atan2(flow.ty[i]!, flow.tx[i]!) / Math.PI + 1) * DIRECTIONS) % DIRECTIONS
    const stretch = Math.min(STRETCHES - 1, Math.round(flow.anisotropy[i]! * (STRETCHES - 1)))
    chosen[i] = addresses[stretch * DIRECTIONS + turn]!
  }
  frame(rgb, width, height, reach, framed)
  sectors(framed, width, height, reach, which, CALM_VARIANCE, room, rgb)
  return { width, height, r: take(rgb, count), g: take(rgb, count, 1), b: take(rgb, count, 2) }
}

/** Writes the samples to an address; returns the address after them. */
function writeEllipse(samples: readonly Sample[], at: number): number {
  const first = at + HEADER_BYTES
  const weight = new Float64Array(SECTORS)
  const ends = new Int32Array(SECTORS)
  for (const [i, sample] of samples.entries()) {
    const to = first + i * SAMPLE_BYTES
    numbersAt(to, 1)[0] = sample.at
    floatsAt(to + 4, 2).set([sample.first, sample.second])
    weight[sample.sector]! += sample.first
    weight[(sample.sector + 1) % SECTORS]! += sample.second
    ends[sample.sector]!++
  }
  let end = first
  for (let k = 0; k < SECTORS; k++) {
    end += ends[k]! * SAMPLE_BYTES
    numbersAt(at + k * 8, 1)[0] = end
    floatsAt(at + k * 8 + 4, 1)[0] = weight[k]! > 0 ? 1 / weight[k]! : 0
  }
  return end
}

/** Returns the samples of an ellipse, sorted by sector. `row` is the width of the framed copy in px. */
function ellipse(radius: number, angle: number, stretch: number, row: number): readonly Sample[] {
  const along = radius * (1 + stretch)
  const across = radius / (1 + stretch)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const reach = Math.ceil(along)
  const samples: Sample[] = []
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
      samples.push({ at: (y * row + x) * PIXEL_BYTES, sector, first: weight * (1 - share), second: weight * share })
    }
  return samples.sort((p, q) => p.sector - q.sector)
}
