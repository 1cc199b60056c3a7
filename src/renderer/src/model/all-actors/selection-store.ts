import { create } from 'zustand'
import { NOTHING, select, type Selection, type SelectionAction } from '../images/selection.ts'

/** Ids of the selected actors: kept through sorting, filtering and switching between table and wall. */
export const useActorSelection = create<Selection>()(() => NOTHING)

export const selectActors = (action: SelectionAction): void =>
  useActorSelection.setState((state) => select(state, action), true)

export const forgetSelection = (): void => useActorSelection.setState(NOTHING, true)
