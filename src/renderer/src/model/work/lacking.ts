import type { ActorView, PlanView } from '../../../../main/contract/views.ts'

/** An actor that lacks images which cannot be generated, and how many. */
export interface Lacking {
  readonly actorId: string
  readonly missing: number
}

/** Images that a plan wants and cannot make. */
export const lackingIn = ({ shortfalls }: Pick<PlanView, 'shortfalls'>): number =>
  shortfalls.reduce((sum, { missing }) => sum + missing, 0)

/** Who of these actors lacks what no plan can make, the most first; without a plan its deficit says it. */
export function lackingOf(
  actorIds: readonly string[],
  plans: ReadonlyMap<string, PlanView>,
  actors: ReadonlyMap<string, ActorView>,
): readonly Lacking[] {
  const missingOf = (actorId: string): number => {
    const plan = plans.get(actorId)
    return plan ? lackingIn(plan) : (actors.get(actorId)?.deficit ?? 0)
  }
  return actorIds
    .map((actorId) => ({ actorId, missing: missingOf(actorId) }))
    .filter(({ missing }) => missing > 0)
    .toSorted((a, b) => b.missing - a.missing)
}
