import { createHash } from 'node:crypto'
import { planOutcome } from '../../domain/plan-steps.ts'
import { inGroups } from '../../kit/in-groups.ts'
import { type ActionPlans, parsePlan, planText } from '../../library/action-plans.ts'
import { approvedMeanwhile } from '../../runs/fleet-link.ts'
import type { JoinedFleet } from '../context/joined-fleet.ts'

/** Reads and writes plans in the library's folder or, once a fleet has joined it, those plans of the fleet that wait for approval. */
export function createFleetPlans(
  files: ActionPlans,
  fleet: Pick<JoinedFleet, 'link' | 'actors' | 'reviewed'>,
): ActionPlans {
  const waits = (actorId: string): boolean => fleet.actors.get(actorId)?.state === 'planned'
  /** Combines reads, so that a list of ten thousand plans is one query. */
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
      if (text === null) return null
      fleet.reviewed.set(actorId, md5(text))
      return parsePlan(text, `The fleet’s plan of ${actorId}`)
    },
    async write(plan) {
      if (!fleet.link) return files.write(plan)
      const { deletions, generations, costUsd } = planOutcome(plan)
      const { fingerprint } = plan
      const text = planText(plan)
      await fleet.link.changePlan(plan.actor_id, {
        text,
        fingerprint,
        deletions,
        generations,
        estimatedUsd: costUsd,
      })
      fleet.reviewed.set(plan.actor_id, md5(text))
    },
    async delete(actorId) {
      if (!fleet.link || !waits(actorId)) return files.delete(actorId)
      if ((await fleet.link.drop([actorId])) === 0) throw approvedMeanwhile(actorId)
      fleet.reviewed.delete(actorId)
    },
  }
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
