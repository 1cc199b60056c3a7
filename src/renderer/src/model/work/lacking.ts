import type { ActorView, PlanView } from '../../../../main/contract/views.ts'

/** An actor with images missing that cannot be generated, and their number. */
export interface Lacking {
  readonly actorId: string
  readonly missing: number
}

/** Returns the number of images that a plan needs and cannot generate. */
export const lackingIn = ({ shortfalls }: Pick<PlanView, 'shortfalls'>): number =>
  shortfalls.reduce((sum, { missing }) => sum + missing, 0)

/** Returns the actors with images that no plan can generate, the most first; an actor without a plan counts with its deficit. */
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
