import { createPicture, type Picture } from './plane.ts'
import type { Flow } from './structure-tensor.ts'

const SECTORS = 8
const MAX_ECCENTRICITY = 1

/**
 * Anisotropic Kuwahara filter (Kyprianidis, Kang & Döllner 2009), which generalises Papari et al. 2007: eight soft sectors of an
 * ellipse that follows the flow; the calmest sectors decide the colour, so areas become flat while their edges stay crisp.
 * Sector weights are shared linearly between the two nearest sectors instead of the paper's convolved ones: every sample then
 * touches two sums instead of eight. `radius` in px.
 */
export function kuwahara(picture: Picture, flow: Flow, radius: number, hardness = 8): Picture {
  const { width, height, r, g, b } = picture
  const out = createPicture(width, height)
  // Per sector: weight, three sums, one sum of squares of all channels.
  const sums = new Float64Array(SECTORS * 5)
  const power = hardness / 2
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      sums.fill(0)
      const a = flow.anisotropy[i]!
      const along = radius * ((MAX_ECCENTRICITY + a) / MAX_ECCENTRICITY)
      const across = radius * (MAX_ECCENTRICITY / (MAX_ECCENTRICITY + a))
      const cos = flow.tx[i]!
      const sin = flow.ty[i]!
      const maxX = Math.ceil(Math.sqrt((along * cos) ** 2 + (across * sin) ** 2))
      const maxY = Math.ceil(Math.sqrt((along * sin) ** 2 + (across * cos) ** 2))
      for (let dy = -maxY; dy <= maxY; dy++) {
        const py = y + dy < 0 ? 0 : y + dy >= height ? height - 1 : y + dy
        for (let dx = -maxX; dx <= maxX; dx++) {
          const u = (dx * cos + dy * sin) / along
          const v = (dy * cos - dx * sin) / across
          const distance = u * u + v * v
          if (distance > 1) continue
          const px = x + dx < 0 ? 0 : x + dx >= width ? width - 1 : x + dx
          const j = py * width + px
          const cr = r[j]!
          const cg = g[j]!
          const cb = b[j]!
          const weight = 1 - 0.85 * distance
          // Pseudo-angle in 0..8: monotone in the true angle and exact at the sector axes, without atan2.
          const au = u < 0 ? -u : u
          const av = v < 0 ? -v : v
          const whole = au + av
          const t = whole > 0 ? av / whole : 0
          const angle = u >= 0 ? (v >= 0 ? 2 * t : 8 - 2 * t) : v >= 0 ? 4 - 2 * t : 4 + 2 * t
          const sector = angle | 0
          const share = angle - sector
          const squares = cr * cr + cg * cg + cb * cb
          let k = (sector & 7) * 5
          let w = weight * (1 - share)
          sums[k]! += w
          sums[k + 1]! += w * cr
          sums[k + 2]! += w * cg
          sums[k + 3]! += w * cb
          sums[k + 4]! += w * squares
          k = ((sector + 1) & 7) * 5
          w = weight * share
          sums[k]! += w
          sums[k + 1]! += w * cr
          sums[k + 2]! += w * cg
          sums[k + 3]! += w * cb
          sums[k + 4]! += w * squares
        }
      }
      let whole = 0
      let tr = 0
      let tg = 0
      let tb = 0
      for (let k = 0; k < SECTORS * 5; k += 5) {
        const n = sums[k]!
        if (n <= 0) continue
        const mr = sums[k + 1]! / n
        const mg = sums[k + 2]! / n
        const mb = sums[k + 3]! / n
        const variance = Math.max(0, sums[k + 4]! / n - mr * mr - mg * mg - mb * mb)
        const w = 1 / (1 + Math.pow(variance * 65025 * 0.02, power / 2))
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
