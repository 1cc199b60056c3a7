import { BOUND, FAR, type Field, MELT, PART_STRIDE, STRIDE } from './field.ts'
import type { Vec3 } from './vector.ts'

/** A part of a figure with only the pieces that intersect some region of space; `near` and `far` bound them along a ray. */
export interface Excerpt {
  readonly field: Field
  readonly list: Int32Array
  /** Buffer for the current point of a ray. */
  readonly point: Float64Array
  count: number
  near: number
  far: number
}

export const createExcerpt = (field: Field): Excerpt => ({
  field: { ...field, pieces: new Float64Array(field.pieces.length), parts: new Float64Array(field.parts.length) },
  list: new Int32Array(field.partCount),
  point: new Float64Array(3),
  count: 0,
  near: 0,
  far: 0,
})

/**
 * Fills `into` with the pieces of `field` that a cone from `at` along `dir` can touch, `widening` being its radius per distance.
 * Within the cone the excerpt's surface is the figure's; pieces outside do not even shorten the steps.
 */
export function excerpt(field: Field, at: Vec3, dir: Float64Array, widening: number, into: Excerpt): void {
  const q = field.pieces
  const { pieces, parts } = into.field
  let piece = 0
  into.count = 0
  into.near = FAR
  into.far = 0
  for (let part = 0; part < field.partCount; part++) {
    const first = piece
    const end = field.parts[part * PART_STRIDE + 1]! * STRIDE
    const widest = field.parts[part * PART_STRIDE + 6]!
    for (let i = field.parts[part * PART_STRIDE]! * STRIDE; i < end; i += STRIDE) {
      const x = q[i + BOUND]! - at[0]
      const y = q[i + BOUND + 1]! - at[1]
      const z = q[i + BOUND + 2]! - at[2]
      const r = q[i + BOUND + 3]! + q[i + MELT]! + widest
      const t = x * dir[0]! + y * dir[1]! + z * dir[2]!
      const room = r + (t + r) * widening
      if (x * x + y * y + z * z - t * t > room * room) continue
      for (let k = 0; k < STRIDE; k++) pieces[piece * STRIDE + k] = q[i + k]!
      piece++
      if (t - r < into.near) into.near = t - r
      if (t + r > into.far) into.far = t + r
    }
    if (piece === first) continue
    const b = into.count * PART_STRIDE
    parts[b] = first
    parts[b + 1] = piece
    for (let k = 2; k < PART_STRIDE; k++) parts[b + k] = field.parts[part * PART_STRIDE + k]!
    into.list[into.count] = into.count
    into.count++
  }
}
