import { create } from 'zustand'
import { useActors } from '../library/actors-store.ts'
import { useLibrary } from '../library/library-store.ts'
import { assess } from '../work/plan-actions.ts'
import { useRuns } from '../work/runs-store.ts'

/** The library whose assessment was started automatically. It is started once, so that a user who cancels it is not asked again. */
const useBegun = create<{ readonly location: string | null }>()(() => ({ location: null }))

/** Assesses new images when a library opens, if the evaluator runs on this machine and costs nothing. */
export function assessOnOpening(): void {
  const { library, settings } = useLibrary.getState()
  if (!library?.indexed || library.missing || useBegun.getState().location === library.location) return
  if (settings?.values.autoAssess !== true || settings.values.evaluator !== 'local') return
  const actors = [...useActors.getState().byId.values()]
  if (actors.length === 0) return
  useBegun.setState({ location: library.location })
  const busy = useRuns
    .getState()
    .tasks.values()
    .some(({ kind, state }) => kind !== 'sync' && state === 'running')
  // Actors with images still to download are left out, because waiting for them would delay the others.
  const due = actors.filter(
    ({ unassessed, state, toCome }) => unassessed > 0 && state !== 'running' && toCome === undefined,
  )
  if (due.length > 0 && !busy) void assess(due.map(({ actorId }) => actorId))
}
