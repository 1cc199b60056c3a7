import { create } from 'zustand'
import { useSelection } from '../images/selection-store.ts'

interface JumpState {
  /** The typed part of a file name; null while the field is closed. */
  readonly typed: string | null
  /** Key of the cell that had the focus before. */
  readonly from: string | null
}

export const useJump = create<JumpState>()(() => ({ typed: null, from: null }))

export const startJump = (): void => useJump.setState({ typed: '', from: useSelection.getState().focus })
export const endJump = (): void => useJump.setState({ typed: null, from: null })
