import { useState } from 'react'

/** Returns the value, or the previous one while `hold` is true, so that nothing moves under the pointer. */
export function useHeld<T>(value: T, hold: boolean): T {
  const [held, setHeld] = useState(value)
  if (!hold && held !== value) setHeld(value)
  return hold ? held : value
}
