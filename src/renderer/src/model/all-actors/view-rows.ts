import { create } from 'zustand'
import type { ActorRow } from '../../../../main/contract/actor-columns.ts'
import { useActorSelection } from './selection-store.ts'

/** The rows that the page shows, for commands, which run outside of React. */
const useShownRows = create<{ readonly rows: readonly ActorRow[] }>()(() => ({ rows: [] }))

export const setShownRows = (rows: readonly ActorRow[]): void => useShownRows.setState({ rows })
export const shownIds = (): readonly string[] => useShownRows.getState().rows.map((row) => row.actor.actorId)

/** Returns the selected actors in the order shown. An actor hidden by the filter stays selected but is left out. */
export const selectedIds = (): readonly string[] => {
  const { selected } = useActorSelection.getState()
  return shownIds().filter((actorId) => selected.has(actorId))
}
