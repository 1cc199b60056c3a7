import { create } from 'zustand'
import type { Image } from './image.ts'
import { NOTHING, select, type Selection, type SelectionAction } from './selection.ts'

export const useSelection = create<Selection>()(() => NOTHING)

export const dispatchSelection = (action: SelectionAction): void =>
  useSelection.setState((state) => select(state, action), true)

export const resetSelection = (): void => useSelection.setState(NOTHING, true)

/** Images being dragged. Their ids stay here and never enter the data transfer. */
interface DragState {
  readonly imageIds: readonly string[]
  /** The images as they were when the drag began; another page may be shown when they are dropped. */
  readonly images: readonly Image[]
}
export const NO_DRAG: DragState = { imageIds: [], images: [] }
export const useDrag = create<DragState>()(() => NO_DRAG)
