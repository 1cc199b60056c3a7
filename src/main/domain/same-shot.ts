import type { Issue } from './assessment.ts'
import { bestOf, type Contender, inOneStyle } from './duplicates.ts'
import { THRESHOLDS } from './thresholds.ts'
import { cosine, type Vector } from './vectors.ts'

interface Shot extends Contender {
  readonly shows: Vector
}

/** Largest set that is compared: every pair takes time, and more images would take seconds. */
const MOST = 1500

/** Returns review issues, by file name, for pictures that seem to show the same moment as a better one. */
export function sameShots(shots: readonly Shot[]): ReadonlyMap<string, Issue> {
  const issues = new Map<string, Issue>()
  if (shots.length > MOST) return issues
  let open = shots
  while (open.length > 1) {
    const best = bestOf(open)
    if (!best) break
    const again = open.filter(
      (shot) =>
        shot !== best &&
        inOneStyle(shot.measures, best.measures) &&
        cosine(shot.shows, best.shows) >= THRESHOLDS.sameShot,
    )
    for (const { filename, preferred } of again)
      if (!preferred)
        issues.set(filename, {
          key: 'near_duplicate',
          verdict: 'review',
          detail: `seems to be the same shot as ${best.filename}`,
          duplicateOf: best.filename,
        })
    open = open.filter((shot) => shot !== best && !again.includes(shot))
  }
  return issues
}
