/** The event target that receives `beforeunload`; usually `window`. */
export type Leaving = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** For windows that stay open without asking when their page blocks `beforeunload`. */
export interface LeavesLater {
  /** Called when the user tried to close the window and has to wait. */
  say(): void
  leave(): void
}

/**
 * Counts edits that the core has not answered yet, and blocks `beforeunload` while there are any, so a browser asks before it closes the
 * page. With `later`, the page closes by itself once all edits are answered, and at once when the user tries a second time.
 */
export function createUnanswered(leaving: () => Leaving, later?: LeavesLater): <T>(work: Promise<T>) => Promise<T> {
  let count = 0
  let wanted = false
  const hold = (event: Event) => {
    if (wanted) return
    event.preventDefault()
    if (!later) return
    wanted = true
    later.say()
  }
  return (work) => {
    if (count === 0) leaving().addEventListener('beforeunload', hold)
    count += 1
    return work.finally(() => {
      count -= 1
      if (count > 0) return
      leaving().removeEventListener('beforeunload', hold)
      if (!wanted) return
      wanted = false
      later?.leave()
    })
  }
}
