import { useCallback, useEffect, useState } from 'react'
import { outcome, type Outcome } from './attempt.ts'

/**
 * Asks when the component appears and whenever `again` is called; null while the answer is on its way. What is asked must not depend on
 * what changes while the component is shown: give it a key for that.
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
