import { useDeferredValue, useMemo } from 'react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { type ActorRow, actorRow, sortRows } from '../../../../main/contract/actor-columns.ts'
import { useActorQuery, useActors } from '../../model/library/actors-store.ts'
import { queryActors } from '../../model/library/actor-filter.ts'
import { openPlans } from '../../model/work/open-plan.ts'
import { usePlans } from '../../model/work/plans-store.ts'
import { usePrice } from '../../model/work/price-store.ts'
import { useRuns } from '../../model/work/runs-store.ts'
import { useAllActors } from '../../model/all-actors/all-actors-store.ts'

/** Returns the plans that need an answer, by actor. */
export function useOpenPlans(): ReadonlyMap<string, PlanView> {
  const byActor = usePlans((state) => state.byActor)
  const runs = useRuns((state) => state.runs)
  return useMemo(() => openPlans(byActor, runs), [byActor, runs])
}

/** Returns the actors that match the filter, in the order of the view, with the cost of closing each gap. */
export function useActorRows(plans: ReadonlyMap<string, PlanView>): readonly ActorRow[] {
  // Deferred, so that typing and events of a run are not held up by ten thousand rows.
  const byId = useDeferredValue(useActors((state) => state.byId))
  const text = useDeferredValue(useActorQuery((state) => state.text))
  const filter = useActorQuery((state) => state.filter)
  const price = usePrice()
  const sort = useAllActors((state) => state.sort)
  const rows = useMemo(
    () =>
      queryActors([...byId.values()], { text, filter, sort: 'name' }).map((actor) =>
        actorRow(actor, plans.get(actor.actorId) ?? null, price),
      ),
    [byId, text, filter, plans, price],
  )
  return useMemo(() => sortRows(rows, sort), [rows, sort])
}
