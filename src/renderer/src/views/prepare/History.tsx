import { Redo2, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { strings } from '../../base/strings/index.ts'
import { IconButton } from '../../base/ui/Button.tsx'
import { saveDrafts } from '../../base/ui/use-saved-draft.ts'
import { redo, undo } from '../../model/edits/history-steps.ts'
import { useLibrary } from '../../model/library/library-store.ts'

const text = strings.prepare.captions

/** Returns the text of a field, or an empty string for other elements. */
const textIn = (target: EventTarget | null): string =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(target.type))
    ? target.value
    : ''

const step = (take: () => Promise<void>): void => void saveDrafts().then(take)

/** Undo and redo of the window, by button and key. A field with changes since it got the focus handles the keys itself. */
export function History() {
  const history = useLibrary((state) => state.history)
  const typed = useRef(false)
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const reset = () => {
      typed.current = false
    }
    window.addEventListener('input', ({ target }) => void (typed.current = textIn(target) !== ''), { signal })
    window.addEventListener('focusin', reset, { signal })
    window.addEventListener(
      'keydown',
      (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey) return
        if (typed.current && textIn(event.target) !== '') return
        const key = event.key.toLowerCase()
        const back = key === 'z' && !event.shiftKey
        if (!back && !(key === 'y' || (key === 'z' && event.shiftKey))) return
        event.preventDefault()
        step(back ? undo : redo)
      },
      { signal },
    )
    return () => stop.abort()
  }, [])
  return (
    <>
      <IconButton
        label={history.undo ? text.undo(history.undo.name) : strings.undo}
        disabled={!history.undo}
        onClick={() => step(undo)}
      >
        <Undo2 size={15} />
      </IconButton>
      <IconButton
        label={history.redo ? text.redo(history.redo.name) : strings.redo}
        disabled={!history.redo}
        onClick={() => step(redo)}
      >
        <Redo2 size={15} />
      </IconButton>
    </>
  )
}
