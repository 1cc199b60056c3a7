import { eyes, faceSurface, type Look, limb, mouth, skeleton, skull, sleeve, stud, trunk } from '../body.ts'
import { both, cap, cone, ellipsoid, type Material, type Part, ring, rope } from '../clay.ts'
import type { Expression, Pose } from '../shot.ts'
import type { Vec3 } from '../vector.ts'

const skin: Material = { finish: 'skin', colour: '#cf9274', accent: '#b8442f' }
const white: Material = { finish: 'hair', colour: '#d8d3c8', grain: 0.8 }
const navy: Material = { finish: 'knit', colour: '#22385c' }
const oilskin: Material = { finish: 'gloss', colour: '#d8a21c' }
const seam: Material = { finish: 'gloss', colour: '#b98213' }
const jersey: Material = { finish: 'knit', colour: '#d5cdb9' }
const steel: Material = { finish: 'metal', colour: '#b9bcc0' }

const look: Look = {
  skin,
  iris: { finish: 'eye', colour: '#ece6da', accent: '#5c7f96' },
  brow: white,
  lips: { finish: 'gloss', colour: '#8d4238' },
  coat: oilskin,
  trousers: { finish: 'cloth', colour: '#3a4148' },
  shoes: { finish: 'gloss', colour: '#2c4636' },
  nose: 1.5,
  browWidth: 1.9,
  jaw: 1.08,
  ears: true,
}

/** Builds an old fisherman: white beard, knitted cap, yellow oilskin. */
export function fisherman(pose: Pose, expression: Expression): readonly Part[] {
  const { torso, head } = skeleton(pose)
  const surface = faceSurface(look)
  const onChin = (x: number, y: number, out: number): Vec3 => [x, y, surface(x, y) + out]
  const beard: Part = [
    ...both((s) => [
      cone(head, [s * 0.9, 0.1, 0.1], [s * 0.82, -0.45, 0.3], 0.1, 0.22, white, { melt: 0.1 }),
      ellipsoid(head, [s * 0.6, -0.72, 0.42], [0.32, 0.36, 0.34], white, { melt: 0.2 }),
      ellipsoid(head, [s * 0.25, -0.95, 0.68], [0.34, 0.34, 0.3], white, { melt: 0.2 }),
      cone(head, [s * 0.3, -1.05, 0.62], [s * 0.12, -1.5, 0.7], 0.22, 0.08, white, { melt: 0.16 }),
    ]),
    ellipsoid(head, [0, -1.18, 0.66], [0.34, 0.42, 0.3], white, { melt: 0.2 }),
    cone(head, [0, -1.3, 0.66], [0.03, -1.72, 0.72], 0.22, 0.06, white, { melt: 0.2 }),
  ]
  const moustache = both((s) =>
    rope(
      head,
      [
        onChin(s * 0.03, -0.36, 0.03),
        onChin(s * 0.24, -0.43, 0.05),
        onChin(s * 0.44, -0.52, 0.04),
        [s * 0.6, -0.52, 0.66],
      ],
      0.13,
      0.05,
      white,
    ),
  )
  return [
    skull(head, look),
    ...eyes(head, look, expression),
    ...mouth(head, look, expression.mouth),
    beard,
    moustache,
    [
      ellipsoid(head, [0, -0.05, -0.4], [0.93, 0.62, 0.62], white),
      ...both((s) => [ellipsoid(head, [s * 0.9, 0.16, -0.05], [0.12, 0.26, 0.24], white, { melt: 0.1 })]),
    ],
    [cap(head, [0, 0.36, -0.08], [1.03, 0.92, 1.0], 0.02, navy, { turn: { pitch: 12 } })],
    [ring(head, [0, 0.4, -0.06], 0.88, 0.19, navy, { turn: { pitch: 12 } })],
    ...trunk(torso, look, 1.06),
    [
      ring(torso, [0, -1.3, 0.02], 0.46, 0.2, jersey, { turn: { pitch: -6 } }),
      ellipsoid(torso, [0, -1.62, 0.4], [0.3, 0.3, 0.2], jersey, { melt: 0.1 }),
    ],
    both((s) =>
      rope(
        torso,
        [
          [s * 0.34, -1.36, -0.1],
          [s * 0.5, -1.4, 0.25],
          [s * 0.3, -1.7, 0.6],
        ],
        0.14,
        0.1,
        seam,
      ),
    ),
    rope(
      torso,
      [
        [0, -1.85, 0.66],
        [0, -2.3, 0.82],
        [0, -2.75, 0.9],
        [0, -3.1, 0.88],
      ],
      0.06,
      0.06,
      seam,
    ),
    [-2.05, -2.4, -2.75].map((y, k) => stud(torso, [-0.16, y, 0.7 + k * 0.07], 0.075, steel)),
    [cone(torso, [0, -3.1, 0], [0, -2.7, 0], 0.98, 0.88, oilskin, { melt: 0.2 })],
    ...sleeve(torso, limb(pose.left, 1), oilskin, seam, skin),
    ...sleeve(torso, limb(pose.right, -1), oilskin, seam, skin),
  ]
}
