import type { Carrier } from '../../runs/carrier.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { FleetPlanning } from '../plan/plan-in-fleet.ts'
import type { ExecuteContext } from './execute-context.ts'

/** The runner of this machine, or the fleet where one has joined the library; a run that there is goes on with whoever began it. */
export function createEitherCarrier(
  context: ExecuteContext,
  here: Carrier,
  { fleet, sent }: Omit<FleetPlanning, 'leaving'>,
): Carrier {
  const of = async (runId: string): Promise<Carrier> => (fleet.runs.has(runId) && (await fleet.found)?.carrier) || here
  return {
    async start(request) {
      const link = await fleet.found
      if (!link) return here.start(request)
      // A worker sees what is in the store: a label that was changed just now must be among it.
      await sent(chosenActors(context, request.actorIds))
      const run = await link.carrier.start(request)
      fleet.runs.set(run.runId, run)
      return run
    },
    resume: async (runId) => (await of(runId)).resume(runId),
    pause: async (runId) => (await of(runId)).pause(runId),
    cancel: async (runId) => (await of(runId)).cancel(runId),
    list: async () => [...(await here.list()), ...fleet.runs.values()],
    watch: (onRun) => here.watch(onRun),
  }
}
