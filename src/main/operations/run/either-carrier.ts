import { EvencastError } from '../../domain/error.ts'
import type { Carrier } from '../../runs/carrier.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import { isUnderWay } from '../context/joined-fleet.ts'
import type { FleetPlanning } from '../plan/plan-in-fleet.ts'
import type { ExecuteContext } from './execute-context.ts'

/** Starts runs on the joined fleet, or on this machine when there is none. An existing run continues where it was started. */
export function createEitherCarrier(
  context: ExecuteContext,
  here: Carrier,
  { fleet, sent }: Omit<FleetPlanning, 'leaving'>,
): Carrier {
  const of = async (runId: string): Promise<Carrier> => (fleet.runs.has(runId) && (await fleet.found)?.carrier) || here
  /**
   * Throws CONFLICT for a run with actors that the fleet is working on, because their images would be paid for twice. Also throws when it
   * is unknown whether a fleet has joined.
   */
  async function refuseBusy(runId: string): Promise<void> {
    await fleet.found
    const run = (await here.list()).find((each) => each.runId === runId)
    const busy = run?.actors.find((actorId) => isUnderWay(fleet.actors.get(actorId)))
    if (busy !== undefined)
      throw new EvencastError(
        'CONFLICT',
        `The fleet is at work on ${busy}. Wait for it, or cancel it in Fleet, then resume this run.`,
      )
  }
  return {
    async start(request) {
      const link = await fleet.found
      if (!link) return here.start(request)
      const actorIds = chosenActors(context, request.actorIds)
      const reviewed = new Map(fleet.reviewed)
      // Workers read from the store, so labels that were just changed must be uploaded first.
      await sent(actorIds)
      const run = await link.carrier.start({ actorIds, reviewed })
      fleet.runs.set(run.runId, run)
      return run
    },
    async resume(runId, failedToo) {
      const carrier = await of(runId)
      if (carrier === here) await refuseBusy(runId)
      return carrier.resume(runId, failedToo)
    },
    pause: async (runId) => (await of(runId)).pause(runId),
    cancel: async (runId) => (await of(runId)).cancel(runId),
    list: async () => [...(await here.list()), ...fleet.runs.values()],
    watch: (onRun) => here.watch(onRun),
  }
}
