import { useState } from 'react'

/** The value; while it is held, the one from before, so that nothing moves under the pointer. */
export function useHeld<T>(value: T, hold: boolean): T {
  const [held, setHeld] = useState(value)
  if (!hold && held !== value) setHeld(value)
  return hold ? held : value
}
