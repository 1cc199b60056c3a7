import { useEffect, useRef, useState } from 'react'
import { tidy } from '../../../../main/domain/caption/change.ts'

/** Delay after the last key before a text is saved, so that typing in one go is one edit. */
const SAVE_AFTER_MS = 700

const SAVE = 'evencast:save-drafts'

/** Saves all pending drafts and resolves when they are saved, so that an undo includes them. */
export async function saveDrafts(): Promise<void> {
  const saves: Promise<void>[] = []
  window.dispatchEvent(new CustomEvent(SAVE, { detail: (save: Promise<void>) => saves.push(save) }))
  await Promise.all(saves)
}

/** Saves `value` when the stored text is still `over`. Returns true when it was saved. */
export type SaveText = (value: string, over: string) => Promise<boolean>

interface Typed {
  readonly value: string
  /** The stored text that the draft started from; any other stored text was written by another app. */
  readonly over: string
}

/**
 * State of a text field that saves itself. The draft stays visible until it is saved, whatever answers arrive meanwhile, and is also saved
 * when the field unmounts.
 * `theirs`: the text that another app wrote meanwhile; nothing is saved until the user chooses one of the two.
 * `onLost`: receives the draft when it could not be saved after the field unmounted.
 */
export function useSavedDraft(text: string, onSave: SaveText, onLost: (typed: string) => void) {
  const [draft, setDraft] = useState(text)
  const [base, setBase] = useState(text)
  const [sent, setSent] = useState<string | null>(null)
  const [theirs, setTheirs] = useState<string | null>(null)
  if (text !== base) {
    setBase(text)
    // True when nothing is unsaved, or the draft equals the stored text.
    const isSettled = draft === base || [base, text].includes(tidy(draft))
    setSent(null)
    if (sent !== text) {
      setTheirs(isSettled ? null : text)
      if (isSettled) setDraft(text)
    }
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const unsaved = useRef<Typed | null>(null)
  const busy = useRef<Promise<void> | null>(null)
  const isGone = useRef(false)
  /** Saved text that the stored text does not show yet. */
  const saved = useRef<string | null>(null)
  useEffect(() => {
    saved.current = null
  }, [text])
  const latest = useRef({ save: () => {}, leave: () => {} })
  const save = () => {
    clearTimeout(timer.current)
    // One save at a time, because the next one replaces the text that this one writes.
    if (busy.current || unsaved.current === null) return
    const { value, over } = unsaved.current
    unsaved.current = null
    if (value.trim() === over || tidy(value) === over) return
    setSent(tidy(value))
    busy.current = onSave(tidy(value), over).then((done) => {
      busy.current = null
      saved.current = done ? tidy(value) : null
      if (!done) setSent(null)
      if (done && unsaved.current) unsaved.current = { ...unsaved.current, over: tidy(value) }
      if (!done && isGone.current) onLost(unsaved.current?.value ?? value)
      else latest.current.save()
    })
  }
  const saveUnlessTheirs = () => theirs === null && save()
  useEffect(() => {
    latest.current = { save: saveUnlessTheirs, leave: () => (theirs === null ? save() : onLost(draft)) }
  })
  useEffect(() => {
    isGone.current = false
    const whenSaved = async () => {
      latest.current.save()
      while (busy.current) await busy.current
    }
    const onAsked = (event: Event) => event instanceof CustomEvent && event.detail(whenSaved())
    window.addEventListener(SAVE, onAsked)
    return () => {
      window.removeEventListener(SAVE, onAsked)
      clearTimeout(timer.current)
      isGone.current = true
      latest.current.leave()
    }
  }, [])
  const type = (value: string) => {
    setDraft(value)
    unsaved.current = { value, over: unsaved.current?.over ?? saved.current ?? text }
    clearTimeout(timer.current)
    if (theirs === null) timer.current = setTimeout(() => latest.current.save(), SAVE_AFTER_MS)
  }
  const takeTheirs = () => {
    unsaved.current = null
    setTheirs(null)
    setDraft(text)
  }
  const keepMine = () => {
    unsaved.current = { value: draft, over: text }
    setTheirs(null)
    save()
  }
  return { draft, type, save: saveUnlessTheirs, theirs, takeTheirs, keepMine }
}
