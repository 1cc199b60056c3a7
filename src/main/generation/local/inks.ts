import { type Lab, labToRgb, rgbToLab } from './oklab.ts'
import { createPicture, type Picture } from './plane.ts'
import type { Random } from './random.ts'

const SAMPLES = 3000
const ROUNDS = 8
/** Squared OKLab distance within which two inks blend: just enough to smooth the stair-steps of a border. */
const BLEND = 0.00035

/**
 * Reduces a picture to `count` flat inks: k-means in OKLab over a sample (Lloyd 1982, seeded as k-means++, Arthur & Vassilvitskii
 * 2007). `touch` changes each ink before it is laid down.
 */
export function flatInks(picture: Picture, count: number, touch: (ink: Lab) => Lab, random: Random): Picture {
  const { width, height, r, g, b } = picture
  const samples = Array.from({ length: SAMPLES }, () => {
    const i = Math.floor(random.next() * r.length)
    return rgbToLab(r[i]!, g[i]!, b[i]!)
  })
  const inks = cluster(samples, count, random)
  const laid = inks.map((ink) => labToRgb(touch(ink)))
  const out = createPicture(width, height)
  const distances = new Float64Array(inks.length)
  for (let i = 0; i < r.length; i++) {
    const lab = rgbToLab(r[i]!, g[i]!, b[i]!)
    let nearest = Infinity
    for (let k = 0; k < inks.length; k++) {
      const d = squared(lab, inks[k]!)
      distances[k] = d
      if (d < nearest) nearest = d
    }
    let [whole, tr, tg, tb] = [0, 0, 0, 0]
    for (let k = 0; k < inks.length; k++) {
      const further = distances[k]! - nearest
      if (further > BLEND) continue
      const weight = (1 - further / BLEND) ** 2
      whole += weight
      tr += weight * laid[k]![0]
      tg += weight * laid[k]![1]
      tb += weight * laid[k]![2]
    }
    out.r[i] = tr / whole
    out.g[i] = tg / whole
    out.b[i] = tb / whole
  }
  return out
}

function cluster(samples: readonly Lab[], count: number, random: Random): readonly Lab[] {
  let centres: Lab[] = [samples[0]!]
  while (centres.length < count) {
    const gaps = samples.map((sample) => Math.min(...centres.map((centre) => squared(sample, centre))))
    let left = random.next() * gaps.reduce((sum, gap) => sum + gap, 0)
    const chosen = gaps.findIndex((gap) => (left -= gap) <= 0)
    centres.push(samples[Math.max(0, chosen)]!)
  }
  for (let round = 0; round < ROUNDS; round++) {
    const sums = centres.map(() => [0, 0, 0, 0])
    for (const sample of samples) {
      const nearest = centres.reduce(
        (best, centre, k) => (squared(sample, centre) < squared(sample, centres[best]!) ? k : best),
        0,
      )
      const sum = sums[nearest]!
      sum[0]! += sample[0]
      sum[1]! += sample[1]
      sum[2]! += sample[2]
      sum[3]! += 1
    }
    centres = sums.map((sum, k) =>
      sum[3]! > 0 ? [sum[0]! / sum[3]!, sum[1]! / sum[3]!, sum[2]! / sum[3]!] : centres[k]!,
    )
  }
  return centres
}

/** Hue counts more than lightness, so that a small red tie keeps an ink of its own. */
const squared = (p: Lab, q: Lab): number => (p[0] - q[0]) ** 2 + 2.2 * ((p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2)
