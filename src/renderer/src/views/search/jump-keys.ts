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

/** From now on letters are a file's name, until Enter, Escape or another key; answers how to stop. `onFound`: whether there is such a file. */
export function takeKeys(onFound: (found: boolean) => void): () => void {
  const stop = new AbortController()
  /** What is being looked for; until it is there, the image that has the focus is not the one that is meant. */
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

  /** Whether the key was meant for this. */
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
      // Arrows and the rest mean what they always mean.
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
