import { both, box, cap, type Material, ellipsoid, type Part, type Piece, rope, cone } from './clay.ts'
import { partDistance } from './distance.ts'
import { packField } from './field.ts'
import type { Arm, Expression, Mouth, Pose } from './shot.ts'
import { child, type Frame, mix, type Vec3, WORLD } from './vector.ts'

/** One unit is a little more than half a head; the centre of an upright head is the origin and the floor is at `FLOOR`. */
export const FLOOR = -4.42
const NECK = -1.02

export interface Look {
  readonly skin: Material
  readonly iris: Material
  readonly brow: Material
  readonly lips: Material
  readonly coat: Material
  readonly trousers: Material
  readonly shoes: Material
  /** Width of the nose and thickness of the brows, 1 = usual. */
  readonly nose: number
  readonly browWidth: number
  readonly jaw: number
  /** False where the hair would let them poke through. */
  readonly ears: boolean
}

export interface Skeleton {
  readonly torso: Frame
  readonly head: Frame
}

export function skeleton({ torso: turn, head }: Pose): Skeleton {
  const torso = child(WORLD, [0, 0, 0], turn)
  const neck = child(torso, [0, NECK, 0], head)
  return { torso, head: child(neck, [0, -NECK, 0]) }
}

const INSIDE: Material = { finish: 'gloss', colour: '#3a0f12' }
const TEETH: Material = { finish: 'gloss', colour: '#f1ece0' }
const TONGUE: Material = { finish: 'gloss', colour: '#b2504f' }

export function skull(head: Frame, look: Look): Part {
  const { skin, nose, jaw } = look
  return [
    ellipsoid(head, [0, 0, 0], [0.92, 1, 0.9], skin),
    ellipsoid(head, [0, -0.4, 0.1], [0.74 * jaw, 0.6, 0.74], skin, { melt: 0.3 }),
    ...both((s) => [
      ellipsoid(head, [s * 0.42, -0.3, 0.6], [0.27, 0.24, 0.24], skin, { melt: 0.22 }),
      ...(look.ears
        ? [ellipsoid(head, [s * 0.95, -0.08, -0.02], [0.09, 0.22, 0.16], skin, { melt: 0.1, turn: { yaw: s * -18 } })]
        : []),
    ]),
    ellipsoid(head, [0, -0.16, 0.93], [0.13 * nose, 0.11 * nose, 0.15 * nose], skin, { melt: 0.14 }),
    ellipsoid(head, [0, 0.02, 0.86], [0.07 * nose, 0.2, 0.1], skin, { melt: 0.14 }),
  ]
}

/** Returns z of the face's surface at (x, y) of the head, found by marching towards it. */
export function faceSurface(look: Look): (x: number, y: number) => number {
  const field = packField([skull(WORLD, look)])
  return (x, y) => {
    let z = 1.6
    for (let i = 0; i < 24; i++) z -= partDistance(field, 0, 10, Float64Array.of(x, y, z)) * 0.9
    return z
  }
}

const MOUTHS: Readonly<Record<Mouth, (t: number) => number>> = {
  smile: (t) => 0.09 * t * t,
  grin: (t) => 0.17 * t * t,
  calm: (t) => 0.015 * t * t,
  open: (t) => 0.03 * t * t,
  sad: (t) => -0.08 * t * t,
  smirk: (t) => 0.07 * t * Math.abs(t) + 0.03 * t * t,
}

export function mouth(head: Frame, look: Look, kind: Mouth): Part[] {
  const surface = faceSurface(look)
  const half = kind === 'grin' ? 0.34 : kind === 'calm' || kind === 'sad' ? 0.2 : 0.27
  if (kind === 'open') {
    const [tall, y] = [0.14, -0.52]
    const z = surface(0, y)
    return [
      [
        ellipsoid(head, [0, y, z - 0.03], [half * 0.98, tall + 0.035, 0.08], look.lips),
        ellipsoid(head, [0, y, z], [half * 0.84, tall - 0.02, 0.075], INSIDE),
        ellipsoid(head, [0, y - tall * 0.45, z + 0.03], [0.13, tall * 0.45, 0.06], TONGUE),
        box(head, [0, y + tall * 0.55, z + 0.035], [half * 0.5, tall * 0.22, 0.045], 0.02, TEETH),
      ],
    ]
  }
  const points = [-1, -0.6, -0.2, 0.2, 0.6, 1].map((t): Vec3 => {
    const [x, y] = [t * half, -0.53 + MOUTHS[kind](t)]
    return [x, y, surface(x, y) - 0.006]
  })
  return [
    [
      ...rope(head, points, 0.03, 0.03, look.lips),
      ellipsoid(head, [0, -0.6, surface(0, -0.6) - 0.03], [0.13, 0.045, 0.05], look.lips, { melt: 0.05 }),
    ],
  ]
}

export function eyes(head: Frame, look: Look, { lids, gaze, brows }: Expression): Part[] {
  const surface = faceSurface(look)
  const one = (s: 1 | -1): Part => {
    const at: Vec3 = [s * 0.34, 0.08, surface(s * 0.34, 0.08) - 0.16]
    const lower = child(head, at, { pitch: mix(-8, -38, Math.min(1, lids * 1.3)), yaw: s * 12, roll: 180 })
    const upper = child(head, at, { pitch: mix(-22, 42, lids), yaw: s * 12, roll: s * mix(0, -6, lids) })
    return [
      ellipsoid(head, at, [0.215, 0.225, 0.215], look.iris, {
        turn: { yaw: gaze[0] + s * 3, pitch: gaze[1] },
      }),
      cap(upper, [0, 0, 0], [0.25, 0.255, 0.25], 0, look.skin),
      cap(lower, [0, 0, 0], [0.24, 0.245, 0.24], 0.02, look.skin),
    ]
  }
  const brow = (s: 1 | -1): Part => {
    const points = [-1, -0.3, 0.35, 1].map((t): Vec3 => {
      const x = s * (0.35 + t * 0.19)
      const y = 0.43 + brows * 0.07 - 0.05 * t * t - t * 0.015 + (brows < 0 ? brows * -0.1 * t : 0)
      return [x, y, surface(x, y) + 0.005]
    })
    return rope(head, points, 0.055 * look.browWidth, 0.032 * look.browWidth, look.brow)
  }
  return [one(1), one(-1), [...brow(1), ...brow(-1)]]
}

const ARMS: Readonly<Record<Arm, readonly [elbow: Vec3, wrist: Vec3]>> = {
  down: [
    [1.02, -2.35, 0],
    [1.02, -2.95, 0.28],
  ],
  hip: [
    [1.42, -2.25, -0.12],
    [0.98, -2.75, 0.3],
  ],
  wave: [
    [1.4, -1.95, 0.15],
    [1.62, -1.12, 0.42],
  ],
  chest: [
    [1.0, -2.3, 0.3],
    [0.42, -2.12, 0.95],
  ],
  chin: [
    [0.95, -2.15, 0.5],
    [0.42, -1.32, 1.12],
  ],
  out: [
    [1.35, -1.95, 0.25],
    [1.9, -1.75, 0.6],
  ],
}

export interface Limb {
  readonly shoulder: Vec3
  readonly elbow: Vec3
  readonly wrist: Vec3
  /** Continues the forearm. */
  readonly hand: Vec3
}

export function limb(arm: Arm, side: 1 | -1): Limb {
  const [elbow, wrist] = ARMS[arm]
  const flip = ([x, y, z]: Vec3): Vec3 => [x * side, y, z]
  const hand: Vec3 = [0, 1, 2].map((i) => wrist[i]! + (wrist[i]! - elbow[i]!) * 0.24) as unknown as Vec3
  return { shoulder: flip([0.66, -1.58, 0]), elbow: flip(elbow), wrist: flip(wrist), hand: flip(hand) }
}

export function sleeve(
  torso: Frame,
  { shoulder, elbow, wrist, hand }: Limb,
  coat: Material,
  cuff: Material,
  skin: Material,
): Part[] {
  const towards = (k: number): Vec3 => [0, 1, 2].map((i) => mix(elbow[i]!, wrist[i]!, k)) as unknown as Vec3
  return [
    [
      ellipsoid(torso, shoulder, [0.34, 0.32, 0.32], coat),
      cone(torso, shoulder, elbow, 0.29, 0.24, coat, { melt: 0.15 }),
      cone(torso, elbow, towards(0.8), 0.24, 0.23, coat, { melt: 0.1 }),
    ],
    [cone(torso, towards(0.82), towards(0.98), 0.26, 0.26, cuff)],
    [
      cone(torso, wrist, hand, 0.18, 0.23, skin),
      ellipsoid(torso, [hand[0] * 0.93, hand[1] + 0.1, hand[2] + 0.12], [0.09, 0.17, 0.09], skin, { melt: 0.08 }),
    ],
  ]
}

/** Builds neck, trunk, legs and shoes in plain clothes. */
export function trunk(torso: Frame, look: Look, stout: number): Part[] {
  const foot = child(WORLD, [0, FLOOR, 0], { yaw: (Math.atan2(torso.axes[2][0], torso.axes[2][2]) * 180) / Math.PI })
  const legs = both((s): readonly Piece[] => [
    cone(foot, [s * 0.36, 1.45, 0], [s * 0.4, 0.3, 0], 0.36 * stout, 0.27, look.trousers),
  ])
  const shoes = both((s): readonly Piece[] => [
    ellipsoid(foot, [s * 0.43, 0.2, 0.14], [0.29, 0.22, 0.45], look.shoes, { turn: { yaw: s * 10 } }),
    cone(foot, [s * 0.41, 0.28, -0.05], [s * 0.41, 0.48, -0.05], 0.26, 0.27, look.shoes, { melt: 0.12 }),
  ])
  return [
    [cone(torso, [0, -1.5, 0], [0, -0.7, 0.02], 0.34, 0.3, look.skin)],
    [
      cone(torso, [0, -2.75, 0], [0, -1.75, 0], 0.82 * stout, 0.56 * stout, look.coat),
      ellipsoid(torso, [0, -1.62, 0], [0.72, 0.34, 0.42], look.coat, { melt: 0.25 }),
    ],
    legs,
    shoes,
  ]
}

/** Builds a button or badge on the chest: a flat disc facing forward. */
export const stud = (on: Frame, at: Vec3, radius: number, material: Material): Piece =>
  ellipsoid(on, at, [radius, radius, radius * 0.5], material)
