import { CornerDownRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { shown } from '../app/shown.ts'
import { requestFocus } from '../gallery/focus-store.ts'
import { dispatchSelection } from '../gallery/selection-store.ts'
import { imagesIn } from '../gallery/shown.ts'
import { strings } from '../strings.ts'
import { announce } from '../ui/announce.ts'
import { findName } from './find-name.ts'
import { endJump, useJump } from './jump-store.ts'
import './jump.css'

const text = strings.search
const IDLE_MS = 5_000

function go(imageId: string): void {
  dispatchSelection({ type: 'only', key: imageId })
  requestFocus(imageId)
}

/** Answers whether there is such a file. */
function jumpTo(typed: string): boolean {
  const here = shown()
  const images = imagesIn(here).flatMap((imageId) => here?.imageOf(imageId) ?? [])
  const found = findName(images, typed)
  if (found !== null) go(found)
  return found !== null || typed === ''
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
    const take = (next: string) => {
      useJump.setState({ typed: next })
      const hit = jumpTo(next)
      setFound(hit)
      if (!hit) announce(`${next}: ${text.jumpNone}`)
    }
    const onKey = (event: KeyboardEvent) => {
      const { typed: before, from } = useJump.getState()
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey
      if (plain && event.key.length === 1) take((before ?? '') + event.key)
      else if (plain && event.key === 'Backspace') take((before ?? '').slice(0, -1))
      else if (event.key === 'Shift') return
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
