import { readOwnTarget } from '../../domain/own-target.ts'
import type { PerStyle } from '../../domain/style.ts'
import { type Preset, presetOf, targetCounts } from '../../domain/target.ts'
import type { PlanContext } from './plan-context.ts'

/** An actor's target in force. */
export interface TargetInForce {
  readonly counts: PerStyle
  readonly from: 'library' | 'actor'
  /** Null for a custom mix. */
  readonly preset: Preset | null
  /** The problem with `actor.json`, as a sentence; the library's target applies then. */
  readonly problem: string | null
}

type Known = Pick<PlanContext, 'folders' | 'settings'>

/** Returns the actor's own target if `actor.json` has one, else that of the settings. */
export function targetInForce({ folders, settings }: Known, actorId: string): TargetInForce {
  const folder = folders.get(actorId)
  const own = readOwnTarget(folder?.about?.['target'])
  const problem = folder?.aboutProblem ?? own?.problem ?? null
  const { total, shares } = settings()
  const mix = own?.shares ?? shares
  return {
    counts: targetCounts({ total: own?.total ?? total, shares: mix }),
    from: own !== null && problem === null ? 'actor' : 'library',
    preset: presetOf(mix),
    problem:
      problem === null
        ? null
        : `actor.json of ${actorId}: ${problem}. The library's target is used until it is corrected.`,
  }
}

/** Returns the target count per style. */
export const targetOf = (known: Known, actorId: string): PerStyle => targetInForce(known, actorId).counts
