import { create } from 'zustand'
import { dispatchSelection } from './selection-store.ts'

/** Asks the grid that holds a cell to scroll it into view and focus it; the counter makes a repeated request a new one. */
export const useFocusRequest = create<{ readonly key: string | null; readonly turn: number }>()(() => ({
  key: null,
  turn: 0,
}))

/** Cancels the request, because it does not apply to another page or actor. */
export const forgetFocusRequest = (): void => useFocusRequest.setState({ key: null })

export function requestFocus(key: string): void {
  dispatchSelection({ type: 'focus', key })
  useFocusRequest.setState(({ turn }) => ({ key, turn: turn + 1 }))
}
