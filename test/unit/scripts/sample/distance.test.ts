import { describe, expect, it } from 'vitest'
import { ellipsoid, type Material } from '../../../../scripts/sample/clay.ts'
import { listDistance, nearestPiece, partDistance } from '../../../../scripts/sample/distance.ts'
import { createExcerpt, excerpt } from '../../../../scripts/sample/excerpt.ts'
import { packField } from '../../../../scripts/sample/field.ts'
import { SCULPT } from '../../../../scripts/sample/figures/index.ts'
import { stream } from '../../../../scripts/sample/noise.ts'
import { allParts } from '../../../../scripts/sample/occlusion.ts'
import { takesOf } from '../../../../scripts/sample/shots.ts'
import { WORLD } from '../../../../scripts/sample/vector.ts'

const clay: Material = { finish: 'matte', colour: '#808080' }
const ball = (x: number, radius: number, melt = 0) =>
  ellipsoid(WORLD, [x, 0, 0], [radius, radius, radius], clay, { melt })

describe('distance to a figure', () => {
  it('is that of a sphere for a sphere, negative inside', () => {
    const field = packField([[ball(0, 1)]])
    expect(partDistance(field, 0, 10, Float64Array.of(3, 0, 0))).toBeCloseTo(2)
    expect(partDistance(field, 0, 10, Float64Array.of(0, 0.5, 0))).toBeCloseTo(-0.5)
  })

  it('melts pieces of a part together but keeps parts apart', () => {
    const apart = packField([[ball(-0.5, 0.6)], [ball(0.5, 0.6)]])
    const melted = packField([[ball(-0.5, 0.6), ball(0.5, 0.6, 0.4)]])
    const seam = (field: ReturnType<typeof packField>) =>
      listDistance(field, allParts(field), field.partCount, 10, Float64Array.of(0, 0.5, 0))
    expect(seam(melted)).toBeLessThan(seam(apart) - 0.05)
  })

  it('takes clay away where a piece carves', () => {
    const field = packField([[ball(0, 1), ellipsoid(WORLD, [1, 0, 0], [0.5, 0.5, 0.5], clay, { carve: true })]])
    expect(partDistance(field, 0, 10, Float64Array.of(0.8, 0, 0))).toBeGreaterThan(0)
    expect(nearestPiece(field, 0, Float64Array.of(0.8, 0, 0))).toBe(1)
  })

  it('never comes out nearer with a limit than without, and is the same below the limit', () => {
    const { shot } = takesOf('fisherman')[3]!
    const field = packField(SCULPT.fisherman(shot.pose, shot.expression))
    const random = stream(1)
    for (let i = 0; i < 3000; i++) {
      const at = Float64Array.of(random() * 5 - 2.5, random() * 6 - 4.5, random() * 4 - 2)
      for (let part = 0; part < field.partCount; part++) {
        const exact = partDistance(field, part, 1e9, at)
        const limited = partDistance(field, part, 0.2, at)
        // Far from an ellipsoid the formula underestimates the distance, so the two agree only near the surface.
        if (Math.abs(exact) < 0.03) expect(Math.abs(limited - exact)).toBeLessThan(1e-9)
        else expect(limited).toBeGreaterThanOrEqual(Math.min(exact, 0.2) - 1e-9)
      }
    }
  })

  it('is unchanged on the surface within the cone of an excerpt', () => {
    const { shot } = takesOf('robot')[2]!
    const field = packField(SCULPT.robot(shot.pose, shot.expression))
    const part = createExcerpt(field)
    const dir = Float64Array.of(0, 0, -1)
    for (const [x, y] of [
      [0, 0],
      [0.4, 0.1],
      [-0.6, -2],
      [0.2, 1.1],
    ] as const) {
      excerpt(field, [x, y, 10], dir, 0.002, part)
      expect(part.count).toBeGreaterThan(0)
      for (let z = 1.5; z > -1.5; z -= 0.01) {
        const whole = listDistance(field, allParts(field), field.partCount, 1, Float64Array.of(x, y, z))
        if (Math.abs(whole) < 0.02) {
          expect(listDistance(part.field, part.list, part.count, 1, Float64Array.of(x, y, z))).toBeCloseTo(whole, 6)
        }
      }
    }
  })
})
