import { create } from 'zustand'
import { NOTHING, select, type Selection, type SelectionAction } from '../images/selection.ts'

/** Actors that are selected among all, by id: they outlive sorting, filtering and the change from table to wall. */
export const useActorSelection = create<Selection>()(() => NOTHING)

export const selectActors = (action: SelectionAction): void =>
  useActorSelection.setState((state) => select(state, action), true)

export const forgetSelection = (): void => useActorSelection.setState(NOTHING, true)
