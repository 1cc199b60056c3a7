import { useDeferredValue, useMemo } from 'react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { type FleetRow, fleetRow, sortFleet } from '../../../../main/contract/fleet-columns.ts'
import { useActorQuery, useActors } from '../../model/library/actors-store.ts'
import { queryActors } from '../../model/library/actor-filter.ts'
import { openPlans } from '../../model/work/open-plan.ts'
import { usePlans } from '../../model/work/plans-store.ts'
import { usePrice } from '../../model/work/price-store.ts'
import { useRuns } from '../../model/work/runs-store.ts'
import { useFleet } from '../../model/fleet/fleet-store.ts'

/** Plans that still ask something, by actor. */
export function useOpenPlans(): ReadonlyMap<string, PlanView> {
  const byActor = usePlans((state) => state.byActor)
  const runs = useRuns((state) => state.runs)
  return useMemo(() => openPlans(byActor, runs), [byActor, runs])
}

/** Every actor that the filter lets through, in the order of the view, with what closing its gap costs. */
export function useFleetRows(plans: ReadonlyMap<string, PlanView>): readonly FleetRow[] {
  // Typing and a run's events go first; ten thousand rows may come a moment later.
  const byId = useDeferredValue(useActors((state) => state.byId))
  const text = useDeferredValue(useActorQuery((state) => state.text))
  const filter = useActorQuery((state) => state.filter)
  const price = usePrice()
  const sort = useFleet((state) => state.sort)
  const rows = useMemo(
    () =>
      queryActors([...byId.values()], { text, filter, sort: 'name' }).map((actor) =>
        fleetRow(actor, plans.get(actor.actorId) ?? null, price),
      ),
    [byId, text, filter, plans, price],
  )
  return useMemo(() => sortFleet(rows, sort), [rows, sort])
}
