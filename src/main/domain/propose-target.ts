import type { SetCounts } from './set-counts.ts'
import { sum } from './style.ts'
import type { Preset } from './target.ts'

/** Fewer images speak for nothing. */
const LEAST_IMAGES = 5
/** Of an illustrated character's images; a photograph among them is mostly a drawing that looks like one. */
const ILLUSTRATED_SHARE = 0.85

export interface Proposal {
  readonly preset: Preset
  readonly why: string
}

/**
 * The preset that an assessed set and its base image speak for; null where the library's target is as good. `basePhotograph`: whether
 * the base image is a photograph; null: there is none, or nobody knows.
 */
export function proposeTarget(
  { counts, unsure, unassessed }: Pick<SetCounts, 'counts' | 'unsure' | 'unassessed'>,
  basePhotograph: boolean | null,
): Proposal | null {
  const good = counts.photorealistic + counts.bw_stylized + counts.color_stylized + sum(unsure)
  if (unassessed > 0 || good < LEAST_IMAGES || basePhotograph === true) return null
  const drawn = counts.bw_stylized + counts.color_stylized + unsure.bw_stylized + unsure.color_stylized
  if (drawn / good < ILLUSTRATED_SHARE) return null
  const base = basePhotograph === false ? ', and so is the base image' : ''
  return { preset: 'illustrated', why: `${drawn} of ${good} images are illustrations${base}.` }
}
