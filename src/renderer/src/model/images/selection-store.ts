import { create } from 'zustand'
import type { Image } from './image.ts'
import { NOTHING, select, type Selection, type SelectionAction } from './selection.ts'

export const useSelection = create<Selection>()(() => NOTHING)

export const dispatchSelection = (action: SelectionAction): void =>
  useSelection.setState((state) => select(state, action), true)

export const resetSelection = (): void => useSelection.setState(NOTHING, true)

/** What is being dragged right now: ids stay here, never in the data transfer. */
interface DragState {
  readonly imageIds: readonly string[]
  /** The same as they were when the drag began: the page may show something else by the time they are dropped. */
  readonly images: readonly Image[]
}
export const NO_DRAG: DragState = { imageIds: [], images: [] }
export const useDrag = create<DragState>()(() => NO_DRAG)
