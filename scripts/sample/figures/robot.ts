import { FLOOR, limb, type Limb, skeleton, stud } from '../body.ts'
import { both, box, cone, cylinder, ellipsoid, type Material, type Part, ring, rope } from '../clay.ts'
import type { Expression, Mouth, Pose } from '../shot.ts'
import { child, type Frame, mix, type Vec3, WORLD } from '../vector.ts'

const mint: Material = { finish: 'enamel', colour: '#7fb8a4', accent: '#6b3a1e' }
const cream: Material = { finish: 'enamel', colour: '#e2d8bf', accent: '#6b3a1e' }
const steel: Material = { finish: 'metal', colour: '#a9adb0' }
const copper: Material = { finish: 'metal', colour: '#b86b42' }
const glass: Material = { finish: 'gloss', colour: '#10161a' }
const rubber: Material = { finish: 'matte', colour: '#2b2d30' }
const red: Material = { finish: 'gloss', colour: '#c23a2b' }
const light: Material = { finish: 'glow', colour: '#ffd98a' }

const MOUTH_CURVE: Readonly<Record<Mouth, number>> = {
  smile: 0.07,
  grin: 0.1,
  calm: 0,
  open: 0.03,
  sad: -0.07,
  smirk: 0.04,
}

function arm(torso: Frame, { shoulder, elbow, wrist, hand }: Limb): Part[] {
  const at = (k: number): Vec3 => [0, 1, 2].map((i) => mix(elbow[i]!, wrist[i]!, k)) as unknown as Vec3
  const s = Math.sign(shoulder[0])
  return [
    [ellipsoid(torso, shoulder, [0.3, 0.3, 0.3], copper)],
    rope(torso, [shoulder, elbow, at(0.35)], 0.14, 0.14, rubber),
    [cone(torso, at(0.3), wrist, 0.2, 0.27, mint)],
    [
      ellipsoid(torso, wrist, [0.2, 0.2, 0.2], steel),
      ...([-1, 1] as const).map((k) =>
        cone(torso, wrist, [hand[0] + k * s * 0.13, hand[1] + k * 0.05, hand[2] + 0.1], 0.1, 0.07, steel, {
          melt: 0.04,
        }),
      ),
    ],
  ]
}

/** Builds a tin robot in chipped mint enamel with lamp eyes and an aerial. Its lids dim and narrow the lamps; its brows tilt the aerial. */
export function robot(pose: Pose, { mouth, lids, gaze, brows }: Expression): readonly Part[] {
  const { torso, head } = skeleton(pose)
  const foot = child(
    WORLD,
    [0, FLOOR, 0],
    torso.axes[2][0] === 0 ? {} : { yaw: (Math.atan2(torso.axes[2][0], torso.axes[2][2]) * 180) / Math.PI },
  )
  const look = child(head, [gaze[0] * 0.003, gaze[1] * 0.003, 0])
  const curve = MOUTH_CURVE[mouth]
  return [
    [
      box(head, [0, 0, 0], [0.98, 0.82, 0.8], 0.34, mint),
      box(head, [0, 0.1, 0.84], [0.74, 0.4, 0.2], 0.18, mint, { carve: true, melt: 0.05 }),
    ],
    [box(head, [0, 0.1, 0.6], [0.74, 0.4, 0.12], 0.1, glass)],
    both((s) => [
      ring(look, [s * 0.34, 0.1, 0.73], 0.2, 0.04, copper, { turn: { pitch: 90 } }),
      ellipsoid(look, [s * 0.34, 0.1, 0.72], [0.17, 0.17 * mix(0.25, 1, lids), 0.08], light),
    ]),
    rope(
      head,
      [-1, -0.5, 0, 0.5, 1].map((t): Vec3 => [t * 0.26, -0.5 + curve * t * t, 0.79 - 0.02 * t * t]),
      0.035,
      0.035,
      rubber,
    ),
    mouth === 'open' ? [ellipsoid(head, [0, -0.5, 0.78], [0.2, 0.1, 0.06], rubber)] : [],
    both((s) => [
      cylinder(head, [s * 1.0, 0.02, 0], 0.3, 0.12, 0.05, copper, { turn: { roll: 90 } }),
      cylinder(head, [s * 1.12, 0.02, 0], 0.17, 0.08, 0.04, steel, { turn: { roll: 90 } }),
    ]),
    [ring(head, [0, 0.62, 0], 0.5, 0.05, copper), ellipsoid(head, [0, 0.78, 0], [0.34, 0.16, 0.34], cream)],
    [
      ...rope(
        head,
        [
          [0, 0.9, 0],
          [0.02 + brows * 0.04, 1.2, 0],
          [0.1 + brows * 0.1, 1.45, 0],
        ],
        0.04,
        0.03,
        steel,
      ),
      ellipsoid(head, [0.1 + brows * 0.1, 1.52, 0], [0.12, 0.12, 0.12], red),
    ],
    both((s) =>
      (
        [
          [0.82, 0.52],
          [0.82, -0.52],
        ] as const
      ).map(([x, y]) => stud(head, [s * x * 0.86, y * 0.9, 0.72], 0.05, steel)),
    ),
    [0, 1, 2].map((k) => ring(torso, [0, -0.95 - k * 0.13, 0], 0.27, 0.085, rubber)),
    [
      cylinder(torso, [0, -2.15, 0], 0.88, 0.86, 0.3, mint),
      box(torso, [0, -2.0, 0.9], [0.5, 0.42, 0.14], 0.06, mint, { carve: true, melt: 0.04 }),
    ],
    [box(torso, [0, -2.0, 0.72], [0.5, 0.42, 0.1], 0.05, cream)],
    [
      cylinder(torso, [-0.2, -1.88, 0.83], 0.17, 0.04, 0.02, steel, { turn: { pitch: 90 } }),
      cone(torso, [-0.2, -1.88, 0.89], [-0.12, -1.8, 0.89], 0.02, 0.012, red),
      ...[0, 1, 2].map((k) =>
        stud(torso, [0.12 + k * 0.13, -1.82, 0.82], 0.05, k === 0 ? red : k === 1 ? light : copper),
      ),
      ...[0, 1, 2].map((k) => box(torso, [0.02, -2.12 - k * 0.1, 0.82], [0.36, 0.025, 0.03], 0.015, rubber)),
    ],
    [ring(torso, [0, -2.85, 0], 0.8, 0.1, copper)],
    both((s) => [cone(foot, [s * 0.38, 1.5, 0], [s * 0.42, 0.4, 0], 0.16, 0.16, rubber)]),
    both((s) => [
      cone(foot, [s * 0.42, 0.75, 0], [s * 0.42, 0.4, 0], 0.22, 0.3, mint),
      box(foot, [s * 0.44, 0.18, 0.14], [0.3, 0.18, 0.46], 0.14, copper),
    ]),
    ...arm(torso, limb(pose.left, 1)),
    ...arm(torso, limb(pose.right, -1)),
  ]
}
