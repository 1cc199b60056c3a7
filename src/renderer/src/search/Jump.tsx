import { CornerDownRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { requestFocus } from '../gallery/focus-store.ts'
import { dispatchSelection } from '../gallery/selection-store.ts'
import { strings } from '../strings.ts'
import { announce } from '../ui/announce.ts'
import { findShown } from './find-shown.ts'
import { endJump, useJump } from './jump-store.ts'
import './jump.css'

const text = strings.search
const IDLE_MS = 5_000

function go(imageId: string): void {
  dispatchSelection({ type: 'only', key: imageId })
  requestFocus(imageId)
}

/** Typing a file name or number leads to it: letters go here until Enter, Escape, another key, or a pause. */
export function Jump() {
  const typed = useJump((state) => state.typed)
  const [found, setFound] = useState(true)
  const active = typed !== null
  useEffect(() => {
    if (!active) return undefined
    announce(text.jumpHint)
    const stop = new AbortController()
    /** What is being looked for; while it is, the image that has the focus is not the one that is meant. */
    let sought: string | null = null
    let endsWithIt = false
    const arrive = (imageId: string | null) => {
      sought = null
      const hit = imageId !== null || useJump.getState().typed === ''
      if (imageId !== null) go(imageId)
      setFound(hit)
      if (!hit) announce(`${useJump.getState().typed}: ${text.jumpNone}`)
      if (endsWithIt) endJump()
    }
    const take = (next: string) => {
      useJump.setState({ typed: next })
      const found = findShown(next)
      if (!(found instanceof Promise)) return arrive(found)
      sought = next
      void found.then((imageId) => !stop.signal.aborted && sought === next && arrive(imageId))
    }
    const onKey = (event: KeyboardEvent) => {
      const { typed: before, from } = useJump.getState()
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey
      if (event.key === 'Shift') return
      if (endsWithIt && event.key !== 'Escape') {
        // What is done with the image that is meant can be done once it is there.
      } else if (plain && event.key.length === 1) take((before ?? '') + event.key)
      else if (plain && event.key === 'Backspace') take((before ?? '').slice(0, -1))
      else if (sought !== null && event.key !== 'Escape') endsWithIt = true
      else {
        endJump()
        if (event.key === 'Escape' && from !== null) go(from)
        // Arrows and the rest mean what they always mean.
        if (event.key !== 'Escape' && event.key !== 'Enter') return
      }
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKey, { capture: true, signal: stop.signal })
    window.addEventListener('pointerdown', endJump, { signal: stop.signal })
    return () => stop.abort()
  }, [active])
  useEffect(() => {
    if (typed === null) return undefined
    const timer = setTimeout(endJump, IDLE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  if (typed === null) return null
  return (
    <p className="jump" data-missing={!found || undefined}>
      <CornerDownRight size={15} aria-hidden />
      <span>{text.jump}</span>
      <b>{typed === '' ? text.jumpHint : typed}</b>
      {!found && <span>{text.jumpNone}</span>}
    </p>
  )
}
