import { planOutcome } from '../../domain/plan-steps.ts'
import { inGroups } from '../../kit/in-groups.ts'
import { type ActionPlans, parsePlan, planText } from '../../library/action-plans.ts'
import { approvedMeanwhile } from '../../runs/fleet-link.ts'
import type { JoinedFleet } from '../context/joined-fleet.ts'

/** The plans in the library's folder; where a fleet has joined it, those of the fleet that wait for approval. */
export function createFleetPlans(files: ActionPlans, fleet: Pick<JoinedFleet, 'link' | 'actors'>): ActionPlans {
  const waits = (actorId: string): boolean => fleet.actors.get(actorId)?.state === 'planned'
  /** A list of ten thousand is one question. */
  const fetch = inGroups(async (actorIds: readonly string[]) => {
    const texts = (await fleet.link?.plans(actorIds)) ?? new Map<string, string>()
    return actorIds.map((actorId) => ({ status: 'fulfilled', value: texts.get(actorId) ?? null }) as const)
  })
  return {
    ...files,
    async read(actorId) {
      if (!fleet.link) return files.read(actorId)
      if (!waits(actorId)) return null
      const text = await fetch(actorId)
      return text === null ? null : parsePlan(text, `The fleet’s plan of ${actorId}`)
    },
    async write(plan) {
      if (!fleet.link) return files.write(plan)
      const { deletions, generations, costUsd } = planOutcome(plan)
      const { fingerprint } = plan
      await fleet.link.changePlan(plan.actor_id, {
        text: planText(plan),
        fingerprint,
        deletions,
        generations,
        estimatedUsd: costUsd,
      })
    },
    async delete(actorId) {
      if (!fleet.link || !waits(actorId)) return files.delete(actorId)
      if ((await fleet.link.drop([actorId])) === 0) throw approvedMeanwhile(actorId)
    },
  }
}
