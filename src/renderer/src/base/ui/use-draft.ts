import { useState } from 'react'

/** State of a text field: resets when the value changes elsewhere, and keeps the focus. */
export function useDraft<T>(value: T): [T, (next: T) => void] {
  const [draft, setDraft] = useState(value)
  const [of, setOf] = useState(value)
  if (JSON.stringify(of) !== JSON.stringify(value)) {
    setOf(value)
    setDraft(value)
  }
  return [draft, setDraft]
}
