import type { PlanView } from '../../../../main/contract/views.ts'
import type { ActorRow } from '../../../../main/contract/actor-columns.ts'
import { perStyle, type PerStyle } from '../../../../main/domain/style.ts'

export interface Mix {
  readonly now: PerStyle
  readonly after: PerStyle
  readonly target: PerStyle
  /** Number of actors whose plans change the mix. */
  readonly planned: number
}

/** Sums the mix of many actors, now and after their plans; an actor without a plan stays as it is. */
export function mixOf(rows: readonly ActorRow[], plans: ReadonlyMap<string, PlanView>): Mix {
  const fresh = (row: ActorRow) => {
    const plan = plans.get(row.actor.actorId)
    return plan && !plan.stale ? plan : null
  }
  const total = (of: (row: ActorRow) => PerStyle) => {
    const each = rows.map(of)
    return perStyle((style) => each.reduce((sum, counts) => sum + counts[style], 0))
  }
  return {
    now: total(({ actor }) => actor.counts),
    after: total((row) => fresh(row)?.after ?? row.actor.counts),
    target: total(({ actor }) => actor.target),
    planned: rows.filter((row) => fresh(row) !== null).length,
  }
}
