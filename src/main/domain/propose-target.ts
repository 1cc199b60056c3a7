import type { SetCounts } from './set-counts.ts'
import { sum } from './style.ts'
import type { Preset } from './target.ts'

/** Fewest images for a proposal. */
const LEAST_IMAGES = 5
/** Share of drawings that makes a character illustrated; most photographs in such a set are drawings that look like one. */
const ILLUSTRATED_SHARE = 0.85

export interface Proposal {
  readonly preset: Preset
  readonly why: string
}

/**
 * Returns the preset that suits an assessed set and its base image; null when the library's target suits as well. `basePhotograph` says
 * whether the base image is a photograph; null when there is none or it is unknown.
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
