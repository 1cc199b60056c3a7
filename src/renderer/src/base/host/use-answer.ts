import { useCallback, useEffect, useState } from 'react'
import { outcome, type Outcome } from './attempt.ts'

/**
 * Calls `ask` on mount and whenever `again` is called; the answer is null while a call is pending. `ask` must not depend on values that
 * change while the component is mounted: give the component a key instead.
 */
export function useAnswer<T>(ask: () => PromiseLike<T>): { answer: Outcome<T> | null; again: () => void } {
  const [answer, setAnswer] = useState<Outcome<T> | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let current = true
    void outcome(ask()).then((found) => current && setAnswer(found))
    return () => {
      current = false
    }
  }, [turn]) // oxlint-disable-line react/exhaustive-deps -- `ask` is another function at each render, and the same question
  const again = useCallback(() => {
    setAnswer(null)
    setTurn((now) => now + 1)
  }, [])
  return { answer, again }
}
