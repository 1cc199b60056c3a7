/** Where pages are asked before they go; `window` is one. */
export type Leaving = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** For windows that stay open without a word when their page does not let them go. */
export interface LeavesLater {
  /** Somebody wanted to leave, and waits. */
  say(): void
  leave(): void
}

/**
 * Counts edits that are not answered yet, and has the page held as long as there are any: only then a browser asks before it leaves.
 * With `later`, the page leaves by itself once all are answered, and at once when that is asked for again.
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
