/** Where pages are asked before they go; `window` is one. */
export type Leaving = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** Counts edits that are not answered yet, and has the page held as long as there are any: only then a browser asks before it leaves. */
export function createUnanswered(leaving: () => Leaving): <T>(work: Promise<T>) => Promise<T> {
  let count = 0
  const hold = (event: Event) => event.preventDefault()
  return (work) => {
    if (count === 0) leaving().addEventListener('beforeunload', hold)
    count += 1
    return work.finally(() => {
      count -= 1
      if (count === 0) leaving().removeEventListener('beforeunload', hold)
    })
  }
}
