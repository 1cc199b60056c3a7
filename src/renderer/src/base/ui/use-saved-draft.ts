import { useEffect, useRef, useState } from 'react'
import { tidy } from '../../../../main/domain/caption/change.ts'

/** Saved so long after the last key: one edit for what was typed in one go. */
const SAVE_AFTER_MS = 700

const SAVE = 'evencast:save-drafts'

/** Saves what is being typed, and answers when it is saved: an undo means that, too. */
export async function saveDrafts(): Promise<void> {
  const saves: Promise<void>[] = []
  window.dispatchEvent(new CustomEvent(SAVE, { detail: (save: Promise<void>) => saves.push(save) }))
  await Promise.all(saves)
}

/** Saves a text in place of another; answers whether it was. */
export type SaveText = (value: string, over: string) => Promise<boolean>

/**
 * What is typed of a text; it stays what is shown until it is saved, whatever answers come meanwhile, also when its field goes away.
 * `theirs`: what another app wrote in its place while it was typed; nothing is saved by itself until somebody chose.
 */
export function useSavedDraft(text: string, onSave: SaveText) {
  const [draft, setDraft] = useState(text)
  const [base, setBase] = useState(text)
  const [sent, setSent] = useState<string | null>(null)
  const [theirs, setTheirs] = useState<string | null>(null)
  if (text !== base) {
    setBase(text)
    // Nothing was typed that is not saved, or it says the same.
    const isSettled = draft === base || [base, text].includes(tidy(draft))
    setSent(null)
    if (sent !== text) {
      setTheirs(isSettled ? null : text)
      if (isSettled) setDraft(text)
    }
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const unsaved = useRef<string | null>(null)
  const busy = useRef<Promise<void> | null>(null)
  /** Saved, and not answered with the text yet. */
  const saved = useRef<string | null>(null)
  useEffect(() => {
    saved.current = null
  }, [text])
  const latest = useRef(() => {})
  const save = () => {
    clearTimeout(timer.current)
    // One after the other: the next replaces what this one leaves.
    if (busy.current || unsaved.current === null) return
    const [value, over] = [unsaved.current, saved.current ?? text]
    unsaved.current = null
    if (value.trim() === over || tidy(value) === over) return
    setSent(tidy(value))
    setTheirs(null)
    busy.current = onSave(tidy(value), over).then((done) => {
      busy.current = null
      saved.current = done ? tidy(value) : null
      if (!done) setSent(null)
      latest.current()
    })
  }
  const leave = () => theirs === null && save()
  useEffect(() => {
    latest.current = save
  })
  useEffect(() => {
    const saved = async () => {
      latest.current()
      while (busy.current) await busy.current
    }
    const onAsked = (event: Event) => event instanceof CustomEvent && event.detail(saved())
    window.addEventListener(SAVE, onAsked)
    return () => {
      window.removeEventListener(SAVE, onAsked)
      latest.current()
    }
  }, [])
  const type = (value: string) => {
    setDraft(value)
    unsaved.current = value
    clearTimeout(timer.current)
    if (theirs === null) timer.current = setTimeout(() => latest.current(), SAVE_AFTER_MS)
  }
  const takeTheirs = () => {
    unsaved.current = null
    setTheirs(null)
    setDraft(text)
  }
  const keepMine = () => {
    unsaved.current = draft
    save()
  }
  return { draft, type, save: leave, theirs, takeTheirs, keepMine }
}
