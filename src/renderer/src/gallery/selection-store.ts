import { create } from 'zustand'
import { NOTHING, select, type Selection, type SelectionAction } from './selection.ts'

export const useSelection = create<Selection>()(() => NOTHING)

export const dispatchSelection = (action: SelectionAction): void =>
  useSelection.setState((state) => select(state, action), true)

export const resetSelection = (): void => useSelection.setState(NOTHING, true)

/** What is being dragged right now: ids stay here, never in the data transfer. */
interface DragState {
  readonly imageIds: readonly string[]
}
export const useDrag = create<DragState>()(() => ({ imageIds: [] }))
