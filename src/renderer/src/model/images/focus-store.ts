import { create } from 'zustand'
import { dispatchSelection } from './selection-store.ts'

/** Asks the grid that holds a cell to bring it into view and focus it; the turn makes a repeated wish a new one. */
export const useFocusRequest = create<{ readonly key: string | null; readonly turn: number }>()(() => ({
  key: null,
  turn: 0,
}))

/** What was wanted for does not count on another page or for another actor. */
export const forgetFocusRequest = (): void => useFocusRequest.setState({ key: null })

export function requestFocus(key: string): void {
  dispatchSelection({ type: 'focus', key })
  useFocusRequest.setState(({ turn }) => ({ key, turn: turn + 1 }))
}
