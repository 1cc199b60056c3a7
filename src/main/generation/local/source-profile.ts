import { gaussian } from './blur.ts'
import { luma, percentiles, type Picture } from './plane.ts'

/** Properties of a source that decide how it is rendered. */
export interface SourceProfile {
  /** Colour of the paper or of the whites, 0..1 each. */
  readonly paper: readonly [number, number, number]
  /** Dark and light end of the tones (luma), for stretching. */
  readonly black: number
  readonly white: number
  /** True when there is no hue beyond one paper or toning tint. */
  readonly monochrome: boolean
  /** True for lines on paper rather than areas of tone, which more hatching would only muddy. */
  readonly lineArt: boolean
  /** Borders that are even enough to continue outwards. */
  readonly plain: { readonly left: boolean; readonly top: boolean; readonly right: boolean; readonly bottom: boolean }
}

/** Profiles a source; `small` is the whole source at about 192 px. */
export function profileSource(small: Picture): SourceProfile {
  const tone = luma(small)
  const valueAt = percentiles(tone)
  const white = valueAt(0.97)
  const black = valueAt(0.015)
  const paper = meanWhere(small, (i) => tone.data[i]! >= white - 0.04)
  return {
    paper,
    black,
    white: Math.max(white, black + 0.1),
    monochrome: isMonochrome(small, paper),
    lineArt: flatMidtones(small, black, white) < 0.2,
    plain: {
      left: isPlain(small, 'left'),
      top: isPlain(small, 'top'),
      right: isPlain(small, 'right'),
      bottom: isPlain(small, 'bottom'),
    },
  }
}

function meanWhere({ r, g, b }: Picture, holds: (index: number) => boolean): [number, number, number] {
  const sum = [0, 0, 0, 0]
  for (let i = 0; i < r.length; i++) if (holds(i)) [r[i]!, g[i]!, b[i]!, 1].forEach((value, c) => (sum[c]! += value))
  return [sum[0]! / sum[3]!, sum[1]! / sum[3]!, sum[2]! / sum[3]!]
}

/** Measures chroma in opponent axes after dividing by the paper colour: spread across the main tint is what makes a picture coloured. */
function isMonochrome({ r, g, b }: Picture, paper: readonly [number, number, number]): boolean {
  const count = r.length
  const us = new Float64Array(count)
  const vs = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const [cr, cg, cb] = [r[i]! / paper[0], g[i]! / paper[1], b[i]! / paper[2]]
    us[i] = cr - cg
    vs[i] = (cr + cg) / 2 - cb
  }
  const highest = (values: Float64Array): number => values.sort()[Math.floor(count * 0.985)]!
  const chroma = highest(us.map((u, i) => Math.hypot(u, vs[i]!)))
  if (chroma < 0.1 || chroma > 0.36) return chroma < 0.1
  // A tint lies on one line through the neutral point, so the distance of the pixels from that line decides.
  let [uu, vv, uv] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    uu += us[i]! * us[i]!
    vv += vs[i]! * vs[i]!
    uv += us[i]! * vs[i]!
  }
  const axis = Math.atan2(2 * uv, uu - vv) / 2
  const astray = highest(us.map((u, i) => Math.abs(vs[i]! * Math.cos(axis) - u * Math.sin(axis))))
  return astray < 0.075
}

/** Returns the share of the picture that is an even area of medium tone: large in photographs and paintings, small in line art. */
function flatMidtones(small: Picture, black: number, white: number): number {
  const tone = luma(small)
  const smooth = gaussian(tone, 1.2)
  const span = Math.max(0.1, white - black)
  let flat = 0
  for (let i = 0; i < tone.data.length; i++) {
    const level = (smooth.data[i]! - black) / span
    if (level > 0.12 && level < 0.82 && Math.abs(tone.data[i]! - smooth.data[i]!) < 0.03 * span) flat++
  }
  return flat / tone.data.length
}

function isPlain(small: Picture, side: 'left' | 'top' | 'right' | 'bottom'): boolean {
  const { width, height } = small
  const vertical = side === 'left' || side === 'right'
  const depth = 3
  const values: number[][] = [[], [], []]
  for (let along = 0; along < (vertical ? height : width); along++)
    for (let d = 0; d < depth; d++) {
      const x = vertical ? (side === 'left' ? d : width - 1 - d) : along
      const y = vertical ? along : side === 'top' ? d : height - 1 - d
      ;[small.r, small.g, small.b].forEach((channel, c) => values[c]!.push(channel[y * width + x]!))
    }
  return values.every((channel) => {
    channel.sort((p, q) => p - q)
    return channel[Math.floor(channel.length * 0.92)]! - channel[Math.floor(channel.length * 0.08)]! < 0.1
  })
}
