import { Redo2, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { strings } from '../../base/strings/index.ts'
import { IconButton } from '../../base/ui/Button.tsx'
import { redo, undo } from '../../model/edits/history-steps.ts'
import { useLibrary } from '../../model/library/library-store.ts'

const text = strings.prepare.captions

/** The window's undo and redo, by button and key. A field that was typed in since it has the focus keeps the keys for its own letters. */
export function History() {
  const history = useLibrary((state) => state.history)
  const typed = useRef(false)
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const reset = () => {
      typed.current = false
    }
    window.addEventListener('input', () => void (typed.current = true), { signal })
    window.addEventListener('focusin', reset, { signal })
    window.addEventListener(
      'keydown',
      (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || typed.current) return
        const key = event.key.toLowerCase()
        const back = key === 'z' && !event.shiftKey
        if (!back && !(key === 'y' || (key === 'z' && event.shiftKey))) return
        event.preventDefault()
        void (back ? undo() : redo())
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
        onClick={() => void undo()}
      >
        <Undo2 size={15} />
      </IconButton>
      <IconButton
        label={history.redo ? text.redo(history.redo.name) : strings.redo}
        disabled={!history.redo}
        onClick={() => void redo()}
      >
        <Redo2 size={15} />
      </IconButton>
    </>
  )
}
