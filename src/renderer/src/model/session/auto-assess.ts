import { create } from 'zustand'
import { useActors } from '../library/actors-store.ts'
import { useLibrary } from '../library/library-store.ts'
import { assess } from '../work/plan-actions.ts'
import { useRuns } from '../work/runs-store.ts'

/** The library that was assessed by itself: once, so that somebody who cancelled it is left alone. */
const useBegun = create<{ readonly location: string | null }>()(() => ({ location: null }))

/** Measures what is new in a library as soon as it is open, as long as that is done on this machine and costs nothing. */
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
  // Who waits for images that are in the store alone would hold up the others.
  const due = actors.filter(
    ({ unassessed, state, toCome }) => unassessed > 0 && state !== 'running' && toCome === undefined,
  )
  if (due.length > 0 && !busy) void assess(due.map(({ actorId }) => actorId))
}
