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

interface Typed {
  readonly value: string
  /** What it was typed in place of: any other text there is somebody else's. */
  readonly over: string
}

/**
 * What is typed of a text; it stays what is shown until it is saved, whatever answers come meanwhile, also when its field goes away.
 * `theirs`: what another app wrote in its place while it was typed; nothing is saved before somebody chose.
 * `onLost`: is given what could not be saved any more when the field went away.
 */
export function useSavedDraft(text: string, onSave: SaveText, onLost: (typed: string) => void) {
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
  const unsaved = useRef<Typed | null>(null)
  const busy = useRef<Promise<void> | null>(null)
  const isGone = useRef(false)
  /** Saved, and not answered with the text yet. */
  const saved = useRef<string | null>(null)
  useEffect(() => {
    saved.current = null
  }, [text])
  const latest = useRef({ save: () => {}, leave: () => {} })
  const save = () => {
    clearTimeout(timer.current)
    // One after the other: the next replaces what this one leaves.
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
