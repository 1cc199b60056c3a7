import { create } from 'zustand'
import { useSelection } from '../images/selection-store.ts'

interface JumpState {
  /** Null: nobody is looking for a name. */
  readonly typed: string | null
  /** Where the focus was before. */
  readonly from: string | null
}

export const useJump = create<JumpState>()(() => ({ typed: null, from: null }))

export const startJump = (): void => useJump.setState({ typed: '', from: useSelection.getState().focus })
export const endJump = (): void => useJump.setState({ typed: null, from: null })
