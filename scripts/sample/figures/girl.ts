import { eyes, type Look, limb, mouth, skeleton, skull, sleeve, stud, trunk } from '../body.ts'
import { both, cap, cone, ellipsoid, type Material, type Part, ring, rope } from '../clay.ts'
import type { Expression, Pose } from '../shot.ts'
import type { Vec3 } from '../vector.ts'

const skin: Material = { finish: 'skin', colour: '#e6b496', accent: '#c4583c', grain: 2 }
const hair: Material = { finish: 'hair', colour: '#a83c14' }
const tie: Material = { finish: 'gloss', colour: '#2c6e73' }
const wool: Material = { finish: 'knit', colour: '#d9a033' }
const coat: Material = { finish: 'felt', colour: '#2f5d50' }
const horn: Material = { finish: 'gloss', colour: '#6b4326' }

const look: Look = {
  skin,
  iris: { finish: 'eye', colour: '#f4f1ea', accent: '#3f86a8' },
  brow: { finish: 'hair', colour: '#8a3414' },
  lips: { finish: 'gloss', colour: '#b8544a' },
  coat,
  trousers: { finish: 'knit', colour: '#3c3a52' },
  shoes: { finish: 'leather', colour: '#6e2f20' },
  nose: 0.86,
  browWidth: 0.85,
  jaw: 0.95,
  ears: false,
}

/** Builds a girl with copper braids, freckles, a mustard scarf and a green coat. */
export function girl(pose: Pose, expression: Expression): readonly Part[] {
  const { torso, head } = skeleton(pose)
  const braid = (s: 1 | -1): Part => {
    const beads = [0, 1, 2, 3, 4, 5].map((k) => {
      const at: Vec3 = [s * (0.98 - 0.035 * k + 0.05 * Math.sin(k)), -0.42 - k * 0.27, 0.14 + k * 0.13]
      const r = 0.235 - k * 0.018
      return ellipsoid(head, at, [r, r * 0.86, r], hair, { melt: 0.05, turn: { roll: s * (k % 2 === 0 ? 24 : -24) } })
    })
    return [
      ...beads,
      ring(head, [s * 0.8, -1.98, 0.86], 0.07, 0.055, tie, { melt: 0 }),
      cone(head, [s * 0.8, -2.0, 0.87], [s * 0.82, -2.3, 0.94], 0.08, 0.15, hair, { melt: 0.03 }),
    ]
  }
  const lock = (s: 1 | -1): Part =>
    rope(
      head,
      [
        [s * 0.06, 0.98, 0.32],
        [s * 0.42, 0.8, 0.68],
        [s * 0.78, 0.42, 0.58],
        [s * 0.97, -0.05, 0.3],
        [s * 0.98, -0.4, 0.12],
      ],
      0.17,
      0.12,
      hair,
      { melt: 0.14 },
    )
  return [
    skull(head, look),
    ...eyes(head, look, expression),
    ...mouth(head, look, expression.mouth),
    [
      cap(head, [0, 0.04, -0.06], [1.02, 1.06, 1.0], 0.05, hair, { turn: { pitch: 36 } }),
      ellipsoid(head, [0, -0.1, -0.35], [0.95, 0.9, 0.7], hair, { melt: 0.2 }),
      ...lock(1),
      ...lock(-1),
      ...rope(
        head,
        [
          [-0.1, 1.0, 0.4],
          [0.12, 0.86, 0.68],
          [0.3, 0.64, 0.78],
        ],
        0.13,
        0.05,
        hair,
        { melt: 0.1 },
      ),
    ],
    braid(1),
    braid(-1),
    ...trunk(torso, look, 0.9),
    [cone(torso, [0, -3.15, 0], [0, -2.6, 0], 0.95, 0.8, coat, { melt: 0.2 })],
    [
      ring(torso, [0, -1.2, 0.04], 0.52, 0.21, wool, { turn: { pitch: -8, roll: 4 } }),
      ring(torso, [0, -1.44, 0.06], 0.56, 0.2, wool, { turn: { pitch: -4, roll: -5 }, melt: 0.03 }),
    ],
    rope(
      torso,
      [
        [0.3, -1.45, 0.62],
        [0.36, -1.8, 0.78],
        [0.4, -2.2, 0.84],
        [0.42, -2.55, 0.86],
      ],
      0.19,
      0.23,
      wool,
    ),
    both((s) => [-2.02, -2.42, -2.82].map((y, k) => stud(torso, [s * 0.2 - 0.08, y, 0.68 + k * 0.08], 0.075, horn))),
    ...sleeve(torso, limb(pose.left, 1), coat, wool, skin),
    ...sleeve(torso, limb(pose.right, -1), coat, wool, skin),
  ]
}
