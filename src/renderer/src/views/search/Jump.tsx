import { CornerDownRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { takeKeys } from './jump-keys.ts'
import { endJump, useJump } from '../../model/jump/jump-store.ts'
import './jump.css'

const text = strings.search
const IDLE_MS = 5_000

/** Jumps to an image while its file name or number is typed, until Enter, Escape, another key, or a pause. */
export function Jump() {
  const typed = useJump((state) => state.typed)
  const [found, setFound] = useState(true)
  const active = typed !== null
  useEffect(() => {
    if (!active) return undefined
    announce(text.jumpHint)
    return takeKeys(setFound)
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
