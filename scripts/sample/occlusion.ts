import { listDistance } from './distance.ts'
import type { Field } from './field.ts'
import type { Rig } from './light.ts'

/** Share of light that the figure leaves unblocked, of the key light and of the surroundings; 1 = all. */
export interface Occlusion {
  key: number
  sky: number
}

export const allParts = (field: Field): Int32Array => Int32Array.from({ length: field.partCount }, (_, i) => i)

/**
 * Returns a soft shadow after Inigo Quilez (iquilezles.org/articles/rmshadows): the nearest miss, as seen from the surface, sets the
 * penumbra. `probe` is a buffer of three numbers.
 */
export function keyShadow(
  field: Field,
  all: Int32Array,
  rig: Rig,
  at: Float64Array,
  reach: number,
  probe: Float64Array,
): number {
  let light = 1
  let t = 0.06
  for (let i = 0; i < 18 && t < reach; i++) {
    const limit = Math.max(0.5, t / rig.hardness)
    for (let c = 0; c < 3; c++) probe[c] = at[c]! + rig.key[c]! * t
    const d = listDistance(field, all, all.length, limit, probe)
    const open = 0.5 + (0.5 * rig.hardness * d) / t
    if (open < light) light = open
    if (light < 0.02) return 0
    t += d < 0.08 ? 0.08 : d > 0.5 ? 0.5 : d
  }
  return light * light * (3 - 2 * light)
}

const PROBES = [0.07, 0.2, 0.45, 0.9] as const
const WEIGHTS = [0.5, 0.62, 0.5, 0.34] as const

/** Returns how much of the hemisphere around a normal is open, from the distances at four heights above the surface. */
export function openSky(
  field: Field,
  all: Int32Array,
  at: Float64Array,
  normal: Float64Array,
  probe: Float64Array,
): number {
  let closed = 0
  for (let i = 0; i < PROBES.length; i++) {
    const h = PROBES[i]!
    for (let c = 0; c < 3; c++) probe[c] = at[c]! + normal[c]! * h
    const d = listDistance(field, all, all.length, h, probe)
    closed += ((h - d) / h) * WEIGHTS[i]!
  }
  const open = 1 - closed * 0.62
  return open < 0.06 ? 0.06 : open > 1 ? 1 : open
}
