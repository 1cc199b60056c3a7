import { useEffect, useRef, useState } from 'react'

/** Saved so long after the last key: one edit for what was typed in one go. */
const SAVE_AFTER_MS = 700

/** What is typed of a text; it stays what is shown until it is saved, whatever answers come meanwhile, also when its field goes away. */
export function useSavedDraft(text: string, onSave: (value: string) => void) {
  const [draft, setDraft] = useState(text)
  const [base, setBase] = useState(text)
  if (text !== base) {
    setBase(text)
    if (draft === base) setDraft(text)
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const unsaved = useRef<string | null>(null)
  const save = () => {
    clearTimeout(timer.current)
    const value = unsaved.current
    unsaved.current = null
    if (value !== null && value.trim() !== text) onSave(value.trim())
  }
  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
  })
  useEffect(() => () => latest.current(), [])
  const type = (value: string) => {
    setDraft(value)
    unsaved.current = value
    clearTimeout(timer.current)
    timer.current = setTimeout(() => latest.current(), SAVE_AFTER_MS)
  }
  return { draft, type, save }
}
