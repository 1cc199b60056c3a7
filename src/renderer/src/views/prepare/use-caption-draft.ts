import { useEffect, useRef, useState } from 'react'
import type { CaptionView } from '../../../../main/contract/captions.ts'
import type { ChangeCaptions } from './change.ts'

/** Saved so long after the last key: one edit for what was typed in one go. */
const SAVE_AFTER_MS = 700

/** What is typed of a caption; it stays what is shown until it is saved, whatever answers come meanwhile, also when its row scrolls away. */
export function useCaptionDraft({ filename, text }: CaptionView, change: ChangeCaptions) {
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
    if (value === null || value.trim() === text) return
    const what = value.trim() === '' ? ({ kind: 'clear' } as const) : ({ kind: 'set', text: value } as const)
    void change(what, { filenames: [filename] })
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
