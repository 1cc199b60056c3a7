import { create } from 'zustand'
import type { ActorRow } from '../../../../main/contract/actor-columns.ts'
import { useActorSelection } from './selection-store.ts'

/** What the page shows just now, for commands: they act outside of React. */
const useShownRows = create<{ readonly rows: readonly ActorRow[] }>()(() => ({ rows: [] }))

export const setShownRows = (rows: readonly ActorRow[]): void => useShownRows.setState({ rows })
export const shownIds = (): readonly string[] => useShownRows.getState().rows.map((row) => row.actor.actorId)

/** Selected actors in the order shown; one that the filter hides stays selected but is not acted on. */
export const selectedIds = (): readonly string[] => {
  const { selected } = useActorSelection.getState()
  return shownIds().filter((actorId) => selected.has(actorId))
}
