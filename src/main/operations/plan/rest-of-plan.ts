import { planOutcome, withoutDone } from '../../domain/plan-steps.ts'
import type { Plan } from '../../domain/plan.ts'
import { STYLES } from '../../domain/style.ts'
import { knownImages } from '../index/known-images.ts'
import { fingerprintOf } from './plan-actor.ts'
import type { Session } from '../context/library-context.ts'

/**
 * What a run over one kind of steps has left of a plan stays a plan, so that `--generate-only` can follow `--delete-only`. Only
 * where the set is what that run should have made of it: after anything else the plan is stale, as ever.
 */
export async function keepRest(session: Session, plan: Plan, done: 'deletions' | 'generations'): Promise<void> {
  const { counts } = session.catalog.cards.summaryOf(plan.actor_id)
  const other = done === 'deletions' ? 'generations' : 'deletions'
  const { after } = planOutcome(withoutDone(plan, other))
  if (STYLES.some((style) => counts[style] !== after[style])) return
  const fingerprint = fingerprintOf(session, plan.actor_id, knownImages(session, plan.actor_id))
  await session.plans.write({ ...withoutDone(plan, done), current: counts, fingerprint })
}
