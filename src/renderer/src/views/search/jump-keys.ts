import { requestFocus } from '../../model/images/focus-store.ts'
import { dispatchSelection } from '../../model/images/selection-store.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { findShown } from '../../model/jump/find-shown.ts'
import { endJump, useJump } from '../../model/jump/jump-store.ts'

function go(imageId: string): void {
  dispatchSelection({ type: 'only', key: imageId })
  requestFocus(imageId)
}

/**
 * Interprets letters as a file name until Enter, Escape or another key. Returns a function that stops it. `onFound` is told whether such a
 * file exists.
 */
export function takeKeys(onFound: (found: boolean) => void): () => void {
  const stop = new AbortController()
  /** The name being looked up; until it is found, keys must not act on the focused image. */
  let sought: string | null = null
  let endsWithIt = false

  function arrive(typed: string, imageId: string | null): void {
    sought = null
    if (imageId !== null) go(imageId)
    const found = imageId !== null || typed === ''
    onFound(found)
    if (!found) announce(`${typed}: ${strings.search.jumpNone}`)
    if (endsWithIt) endJump()
  }

  function take(typed: string): void {
    useJump.setState({ typed })
    const found = findShown(typed)
    if (!(found instanceof Promise)) return arrive(typed, found)
    sought = typed
    void found.then((imageId) => !stop.signal.aborted && sought === typed && arrive(typed, imageId))
  }

  /** Returns true when the key was used. */
  function onKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    const { typed, from } = useJump.getState()
    if (key === 'Escape') {
      endJump()
      if (from !== null) go(from)
      return true
    }
    if (endsWithIt) return true
    if (!ctrlKey && !metaKey && !altKey) {
      if (key === 'Shift') return false
      if (key === 'Backspace' || key.length === 1) {
        take(key === 'Backspace' ? (typed ?? '').slice(0, -1) : (typed ?? '') + key)
        return true
      }
    }
    if (sought === null) {
      endJump()
      // Other keys keep their usual meaning.
      return key === 'Enter'
    }
    endsWithIt = true
    return true
  }

  window.addEventListener(
    'keydown',
    (event) => {
      if (!onKey(event)) return
      event.preventDefault()
      event.stopPropagation()
    },
    { capture: true, signal: stop.signal },
  )
  window.addEventListener('pointerdown', endJump, { signal: stop.signal })
  return () => stop.abort()
}
