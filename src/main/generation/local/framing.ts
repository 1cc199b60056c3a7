import { clamp } from './plane.ts'
import { createRandom, mixSeed } from './random.ts'
import type { Subject } from './subject.ts'

/** The part of the source that is shown, in source px. It may extend beyond the source when `paper` allowed it. */
export interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Radians, clockwise. */
  readonly tilt: number
  readonly mirrored: boolean
}

export interface FramingRequest {
  readonly source: { readonly width: number; readonly height: number }
  readonly subject: Subject
  /** Width of the result divided by its height. */
  readonly aspect: number
  /** Whether blank paper may surround the picture: never (photographs), only if the head needs it, or freely. */
  readonly paper: 'never' | 'needed' | 'free'
  /** True when paper may also be below the figure: only when it ends above its source's lower edge. */
  readonly paperBelow: boolean
  readonly dutch: boolean
  readonly seed: number
  readonly attempt: number
}

const DEGREE = Math.PI / 180
export const MAX_TILT_DEGREES = 8
/**
 * Shots that attempts cycle through: share of the largest crop that fits, position of the head across and down the frame, and direction of
 * the tilt. Neighbours differ in all of these, so that a retry is never nearly the same shot.
 */
const SHOTS = [
  { share: 0.74, across: 0.36, down: 0.36, lean: 1 },
  { share: 1, across: 0.6, down: 0.46, lean: -1 },
  { share: 0.6, across: 0.56, down: 0.44, lean: 1 },
  { share: 0.86, across: 0.34, down: 0.33, lean: -1 },
  { share: 0.66, across: 0.66, down: 0.5, lean: -1 },
  { share: 0.93, across: 0.42, down: 0.4, lean: 1 },
] as const

export function chooseFrame(request: FramingRequest): Frame {
  const { subject, attempt } = request
  const random = createRandom(mixSeed(request.seed, attempt, 0xf7a3))
  // The seed picks the first shot and each attempt moves to the next one.
  const turn = mixSeed(request.seed, 0x51) + attempt
  const free = request.paper === 'free'
  const shot = SHOTS[turn % SHOTS.length]!
  const share = shot.share * (free ? 1.16 : 1) * random.between(0.96, 1.02)
  // Without a detected face, a close crop or an off-centre one could cut it, so such heads stay nearer to the middle.
  const place = (subject.sure ? shot.across : 0.5 + (shot.across - 0.5) * 0.75) + random.between(-0.03, 0.03)
  const degrees = request.dutch ? random.between(4.5, 7.5) : free ? random.between(0.3, 1.5) : random.between(0.8, 3)
  const tilt = shot.lean * Math.min(degrees, MAX_TILT_DEGREES) * DEGREE
  // Mirroring swaps a parting or a scar, so it is a last resort and never done to photographs.
  const mirrored = request.paper !== 'never' && attempt >= 3 && attempt % 2 === 1
  const headAt = shot.down + random.between(-0.02, 0.02)
  const choice = { share, place, headAt, mirrored }
  const frame = frameAt(request, choice, tilt)
  // When a tilted edge would cut the head because the source ends there, the frame is not tilted.
  return cutsHead(frame, request) ? frameAt(request, choice, 0) : frame
}

/** Returns true when the frame's upper edge, at the head's own column, is below the top of the head. */
function cutsHead({ x, y, height, tilt }: Frame, { source, subject }: FramingRequest): boolean {
  const dx = subject.x * source.width - x
  const dy = subject.top * source.height - y
  return dy * Math.cos(tilt) - dx * Math.sin(tilt) < -height / 2
}

interface Choice {
  readonly share: number
  /** Position of the head across and down the frame, 0..1. */
  readonly place: number
  readonly headAt: number
  readonly mirrored: boolean
}

function frameAt(request: FramingRequest, { share, place, headAt, mirrored }: Choice, tilt: number): Frame {
  const { source, subject, aspect } = request
  const free = request.paper === 'free'
  const [cos, sin] = [Math.cos(tilt), Math.abs(Math.sin(tilt))]
  // The upright box around a tilted frame of height 1.
  const box = { width: aspect * cos + sin, height: aspect * sin + cos }
  const fits = Math.min(source.width / box.width, source.height / box.height)
  const head = subject.head * source.height
  // A head that fills its source must still leave room for different crops, as long as it stays whole.
  const closest = Math.max(head * 1.3, Math.min(head * (subject.sure ? 1.8 : 1.7), fits * 0.74))
  const contains = Math.max(source.width / box.width, source.height / box.height)
  const largest = {
    never: fits,
    needed: Math.max(fits, Math.min(contains, closest)),
    free: Math.max(Math.min(contains * 1.06, fits * 1.3), Math.min(contains, closest)),
  }[request.paper]
  // A photograph without a detected face is cropped the least, because the head's position is unknown.
  const least = subject.sure ? 0 : request.paper === 'never' ? 0.8 : 0.66
  const usual = Math.max(share, least) * (free ? Math.min(contains, fits * 1.2) : fits)
  const height = clamp(usual, Math.min(closest, largest), largest)
  const width = height * aspect
  const halfWidth = (box.width * height) / 2
  const halfHeight = (box.height * height) / 2

  const headX = subject.x * source.width
  const headY = subject.y * source.height
  const across = mirrored ? 1 - place : place
  const x = confine(
    headX + (0.5 - across) * width,
    halfWidth,
    source.width,
    request.paper === 'never' ? 0 : width * (free ? 0.12 : 0),
  )
  let y = headY + (0.5 - headAt) * height
  // Chin and collar stay in the frame, but space above the head has priority, also where a tilted edge comes close to it.
  const top = subject.top * source.height
  y = Math.max(y, headY + head * 0.8 - height / 2)
  y = Math.min(y, top - 0.04 * height + height / 2, top + (height / 2 - (headX - x) * Math.sin(tilt)) / cos)
  const slackBelow = free && request.paperBelow ? height * 0.06 : 0
  const slackAbove = free ? height * 0.1 : 0
  const [high, low] = [halfHeight - slackAbove, source.height - halfHeight + slackBelow]
  y = high > low ? (high + low) / 2 : clamp(y, high, low)
  return { x, y, width, height, tilt, mirrored }
}

/** Keeps the frame within the source except for `slack`; a frame larger than the source keeps it near the middle of the sheet. */
function confine(centre: number, half: number, size: number, slack: number): number {
  const [low, high] = [half - slack, size - half + slack]
  const middle = size / 2
  const play = Math.min(half * 0.16, low - high)
  return low > high ? clamp(centre, middle - play, middle + play) : clamp(centre, low, high)
}
