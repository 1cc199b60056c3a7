import { create } from 'zustand'
import { NOTHING, select, type Selection, type SelectionAction } from '../images/selection.ts'

/** Actors that are selected among all, by id: they outlive sorting, filtering and the change from table to wall. */
export const useFleetSelection = create<Selection>()(() => NOTHING)

export const selectActors = (action: SelectionAction): void =>
  useFleetSelection.setState((state) => select(state, action), true)

export const forgetFleet = (): void => useFleetSelection.setState(NOTHING, true)
