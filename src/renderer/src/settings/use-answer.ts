import { useCallback, useEffect, useState } from 'react'
import { outcome, type Outcome } from '../host/attempt.ts'

/** Asks when the component appears and whenever `again` is called; null while the answer is on its way. */
export function useAnswer<T>(ask: () => PromiseLike<T>): { answer: Outcome<T> | null; again: () => void } {
  const [answer, setAnswer] = useState<Outcome<T> | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let current = true
    setAnswer(null)
    void outcome(ask()).then((next) => current && setAnswer(next))
    return () => {
      current = false
    }
    // The question never changes while the dialog is open; only asking again does.
  }, [turn]) // oxlint-disable-line react/exhaustive-deps
  return { answer, again: useCallback(() => setTurn((now) => now + 1), []) }
}
