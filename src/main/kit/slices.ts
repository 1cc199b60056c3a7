import { setImmediate as breathe } from 'node:timers/promises'
import { batchesOf } from './batches-of.ts'
import { inParallel } from './in-parallel.ts'

/** At some microseconds for each, a slice stays well below what anybody would notice. */
export const SLICE = 400

/** Items of `pageAfter`, called with the last item so far, page by page; others have their turn between two pages. */
export async function* inPages<T>(
  pageAfter: (last: T | undefined, limit: number) => readonly T[],
): AsyncGenerator<readonly T[]> {
  for (let last: T | undefined; ;) {
    const page = pageAfter(last, SLICE)
    yield page
    if (page.length < SLICE) return
    last = page.at(-1)
    await breathe()
  }
}

/** How long small writes go on in one transaction: to end each costs as much as a few of them. */
const WRITING_MS = 3

/** Very many small writes, in transactions of a few, and lets others have their turn in between. What is half written must make sense. */
export async function writeInSlices(
  transaction: (work: () => void) => void,
  writes: readonly (() => void)[],
): Promise<void> {
  const rest = writes.values()
  for (let left = writes.length; left > 0;) {
    if (left < writes.length) await breathe()
    transaction(() => {
      const until = performance.now() + WRITING_MS
      do {
        rest.next().value?.()
        left--
      } while (left > 0 && performance.now() < until)
    })
  }
}

/** What comes of work that stops every few milliseconds, with others having their turn at each stop. */
export async function withPauses<T>(work: Generator<undefined, T>): Promise<T> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value
    await breathe()
  }
}

/** As `inParallel`, of very many that may each be done at once: others have their turn in between. */
export async function inParallelSlices<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  for (const slice of batchesOf(items, SLICE)) {
    await inParallel(slice, limit, work)
    await breathe()
  }
}

/** Does something quick to each of very many, and lets others have their turn in between. */
export async function inSlices<T>(items: Iterable<T>, act: (item: T) => void): Promise<void> {
  let n = 0
  for (const item of items) {
    act(item)
    if (++n % SLICE === 0) await breathe()
  }
}
