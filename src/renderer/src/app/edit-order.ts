/** In which order edits and steps through the history reach the core. */
export interface EditOrder {
  /** Makes an edit, side by side with others, but after the steps that were asked for before it. */
  edit<T>(make: () => Promise<T>): Promise<T>
  /** Work that is under way and counts as an edit. */
  hold<T>(work: Promise<T>): Promise<T>
  /** Takes a step after every edit and step that was asked for before it: Ctrl+Z right after an edit means that edit. */
  step<T>(take: () => Promise<T>): Promise<T>
  /** Whether a step is waiting or being taken. */
  stepping(): boolean
}

export function createEditOrder(): EditOrder {
  const edits = new Set<Promise<unknown>>()
  let steps: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function hold<T>(work: Promise<T>): Promise<T> {
    edits.add(work)
    const forget = () => void edits.delete(work)
    work.then(forget, forget)
    return work
  }

  return {
    edit: (make) => hold(steps.then(make)),
    hold,
    step(take) {
      waiting += 1
      const taking = Promise.allSettled([steps, ...edits]).then(take)
      const taken = () => void (waiting -= 1)
      steps = taking.then(taken, taken)
      return taking
    },
    stepping: () => waiting > 0,
  }
}

/** Of this window. */
export const editOrder = createEditOrder()
