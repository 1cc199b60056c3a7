import { clamp } from './plane.ts'
import { createRandom, mixSeed } from './random.ts'
import type { Subject } from './subject.ts'

/** Which part of the source is shown, in source px. Parts may lie beyond the source when `paper` allowed it. */
export interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Radians, clockwise. */
  readonly tilt: number
  readonly mirrored: boolean
}

export interface FramingWish {
  readonly source: { readonly width: number; readonly height: number }
  readonly subject: Subject
  /** Width by height of the result. */
  readonly aspect: number
  /** Whether blank paper may surround the picture: never in photographs; only if the head needs it; as the composition likes. */
  readonly paper: 'never' | 'needed' | 'free'
  /** Whether paper may also lie below: only under a figure that ends above its source's lower edge. */
  readonly paperBelow: boolean
  readonly dutch: boolean
  readonly seed: number
  readonly attempt: number
}

const DEGREE = Math.PI / 180
export const MAX_TILT_DEGREES = 8
/** Share of the largest crop that fits; successive attempts walk through them, so a retry is never the same shot. */
const SHOTS = [0.72, 0.94, 0.6, 0.82] as const
const PAPER_SHOTS = [0.86, 1.18, 0.68, 1.0] as const
/** Where the head stands across the frame: thirds, with some air. */
const PLACES = [0.36, 0.64, 0.5, 0.3, 0.7] as const

export function chooseFrame(wish: FramingWish): Frame {
  const { source, subject, aspect, attempt } = wish
  const random = createRandom(mixSeed(wish.seed, attempt, 0xf7a3))
  // The walk starts at the seed and goes on by attempt; the paces differ, so that all pairs are met.
  const turn = mixSeed(wish.seed, 0x51) + attempt
  const free = wish.paper === 'free'
  const shots = free ? PAPER_SHOTS : SHOTS
  const share = shots[turn % shots.length]! * random.between(0.95, 1.05)
  const place = PLACES[turn % PLACES.length]! + random.between(-0.03, 0.03)
  const sign = random.next() < 0.5 ? -1 : 1
  const degrees = wish.dutch ? random.between(4.5, 7.5) : wish.paper !== 'never' ? random.between(0, 1.5) : random.between(0.5, 2.5)
  const tilt = sign * Math.min(degrees, MAX_TILT_DEGREES) * DEGREE
  // Mirroring swaps a parting or a scar, so it is a last resort and never done to photographs.
  const mirrored = wish.paper !== 'never' && attempt >= 3 && attempt % 2 === 1

  const [cos, sin] = [Math.cos(tilt), Math.abs(Math.sin(tilt))]
  // The upright box around a tilted frame of height 1.
  const box = { width: aspect * cos + sin, height: aspect * sin + cos }
  const fits = Math.min(source.width / box.width, source.height / box.height)
  const head = subject.head * source.height
  const closest = head * (subject.sure ? 2.3 : 1.8)
  const contains = Math.max(source.width / box.width, source.height / box.height)
  const largest = {
    never: fits,
    needed: Math.max(fits, Math.min(contains, closest)),
    free: Math.max(Math.min(contains * 1.06, fits * 1.3), Math.min(contains, closest)),
  }[wish.paper]
  // Without a face found, closeness would risk cutting it: such frames stay wide.
  const usual = (subject.sure ? share : Math.max(share, 0.7 + 0.25 * share)) * (free ? Math.min(contains, fits * 1.2) : fits)
  const height = clamp(usual, Math.min(closest, largest), largest)
  const width = height * aspect
  const halfWidth = (box.width * height) / 2
  const halfHeight = (box.height * height) / 2

  const headX = subject.x * source.width
  const headY = subject.y * source.height
  const across = mirrored ? 1 - place : place
  const headAt = random.between(0.34, 0.42)
  let x = headX + (0.5 - across) * width
  let y = headY + (0.5 - headAt) * height
  // Air above the head before anything else.
  y = Math.min(y, subject.top * source.height - 0.04 * height + height / 2)
  x = confine(x, halfWidth, source.width, wish.paper === 'never' ? 0 : width * (free ? 0.12 : 0))
  const slackBelow = free && wish.paperBelow ? height * 0.06 : 0
  const slackAbove = free ? height * 0.1 : 0
  const [high, low] = [halfHeight - slackAbove, source.height - halfHeight + slackBelow]
  y = high > low ? (high + low) / 2 : clamp(y, high, low)
  return { x, y, width, height, tilt, mirrored }
}

/** Keeps the frame within the source but for `slack`; a frame larger than the source leaves it near the middle of the sheet. */
function confine(centre: number, half: number, size: number, slack: number): number {
  const [low, high] = [half - slack, size - half + slack]
  const middle = size / 2
  const play = half * 0.16
  return low > high ? clamp(centre, middle - play, middle + play) : clamp(centre, low, high)
}
