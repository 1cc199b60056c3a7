import { eyes, type Look, limb, mouth, skeleton, skull, sleeve, stud, trunk } from '../body.ts'
import { both, box, brim, cap, cone, cylinder, ellipsoid, type Material, type Part, ring, rope } from '../clay.ts'
import type { Expression, Pose } from '../shot.ts'
import { child } from '../vector.ts'

const skin: Material = { finish: 'skin', colour: '#9c6644', accent: '#a3452f' }
const hair: Material = { finish: 'hair', colour: '#2a1a12' }
const felt: Material = { finish: 'felt', colour: '#8a6238' }
const band: Material = { finish: 'leather', colour: '#3b2417' }
const khaki: Material = { finish: 'cloth', colour: '#a98f5c' }
const darkKhaki: Material = { finish: 'cloth', colour: '#8d7343' }
const scarf: Material = { finish: 'cloth', colour: '#b5302a', grain: 0.7 }
const brass: Material = { finish: 'metal', colour: '#c79a45' }

const look: Look = {
  skin,
  iris: { finish: 'eye', colour: '#f2eee6', accent: '#4f7a4a' },
  brow: hair,
  lips: { finish: 'gloss', colour: '#7c3a30' },
  coat: khaki,
  trousers: { finish: 'cloth', colour: '#5b4a34' },
  shoes: band,
  nose: 1.12,
  browWidth: 1.15,
  jaw: 1.04,
  ears: true,
}

/** Builds a woman who travels: felt hat, red neckerchief, khaki jacket with a strap and a brass compass. */
export function explorer(pose: Pose, expression: Expression): readonly Part[] {
  const { torso, head } = skeleton(pose)
  const hat = child(head, [0, 0.42, -0.06], { pitch: 7, roll: 3 })
  return [
    skull(head, look),
    ...eyes(head, look, expression),
    ...mouth(head, look, expression.mouth),
    [
      cap(head, [0, 0.05, -0.07], [1.0, 1.0, 0.98], 0.02, hair, { turn: { pitch: 28 } }),
      ellipsoid(head, [0, -0.15, -0.5], [0.86, 0.75, 0.55], hair, { melt: 0.25 }),
      ...both((s) => [cone(head, [s * 0.9, 0.25, 0.12], [s * 0.92, -0.28, 0.16], 0.13, 0.05, hair, { melt: 0.12 })]),
      ...rope(
        head,
        [
          [0, -0.3, -0.95],
          [0.1, -0.9, -1.1],
          [0.35, -1.5, -0.9],
          [0.55, -1.9, -0.55],
        ],
        0.26,
        0.12,
        hair,
        { melt: 0.15 },
      ),
    ],
    [
      brim(hat, [0, 0, 0], [1.62, 1.5], 0.035, [0.1, -0.05], felt),
      cylinder(hat, [0, 0.36, 0], 0.95, 0.42, 0.22, felt, { melt: 0.08 }),
      ellipsoid(hat, [0, 0.98, 0], [0.22, 0.3, 0.85], felt, { melt: 0.16, carve: true }),
    ],
    [cylinder(hat, [0, 0.13, 0], 0.985, 0.1, 0.03, band)],
    ...trunk(torso, look, 0.94),
    [
      ring(torso, [0, -1.3, 0.02], 0.4, 0.15, scarf, { turn: { pitch: -8 } }),
      ellipsoid(torso, [0.04, -1.42, 0.5], [0.15, 0.13, 0.13], scarf, { melt: 0.06 }),
      cone(torso, [0.02, -1.45, 0.52], [-0.16, -1.78, 0.62], 0.09, 0.13, scarf, { melt: 0.05 }),
      cone(torso, [0.06, -1.45, 0.52], [0.24, -1.74, 0.62], 0.08, 0.11, scarf, { melt: 0.05 }),
    ],
    both((s) => [
      box(torso, [s * 0.36, -2.15, 0.6], [0.2, 0.2, 0.08], 0.05, darkKhaki, { turn: { yaw: s * 24, pitch: 8 } }),
    ]),
    rope(
      torso,
      [
        [-0.62, -1.42, 0.25],
        [-0.28, -1.75, 0.56],
        [0.1, -2.15, 0.72],
        [0.5, -2.6, 0.7],
        [0.8, -2.9, 0.35],
      ],
      0.075,
      0.075,
      band,
    ),
    [
      cylinder(torso, [0.14, -2.2, 0.82], 0.15, 0.05, 0.03, brass, { turn: { pitch: 90 } }),
      stud(torso, [-0.02, -2.45, 0.76], 0.06, brass),
      stud(torso, [-0.02, -2.8, 0.8], 0.06, brass),
    ],
    ...sleeve(torso, limb(pose.left, 1), khaki, darkKhaki, skin),
    ...sleeve(torso, limb(pose.right, -1), khaki, darkKhaki, skin),
  ]
}
