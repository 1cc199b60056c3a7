import { setImmediate as breathe } from 'node:timers/promises'

/** At some microseconds for each, a slice stays well below what anybody would notice. */
export const SLICE = 400

/** Does something quick to each of very many, and lets others have their turn in between. */
export async function inSlices<T>(items: Iterable<T>, act: (item: T) => void): Promise<void> {
  let n = 0
  for (const item of items) {
    act(item)
    if (++n % SLICE === 0) await breathe()
  }
}
