import { setImmediate as breathe } from 'node:timers/promises'
import { batchesOf } from './batches-of.ts'
import { inParallel } from './in-parallel.ts'

/** Items per slice; at some microseconds each, a slice is too short to be noticed. */
export const SLICE = 400

/** Yields the items of `pageAfter` page by page, and other work runs between two pages. `pageAfter` receives the last item so far. */
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

/** Duration of a transaction of small writes; committing each costs as much as a few of them. */
const WRITING_MS = 3

/** Runs very many small writes in short transactions, with other work in between. A partial result must be consistent. */
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

/** Runs a generator to its end and returns its result; other work runs at each `yield`, every few milliseconds. */
export async function withPauses<T>(work: Generator<undefined, T>): Promise<T> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value
    await breathe()
  }
}

/** Same as `inParallel`, for very many items that may each be quick: other work runs in between. */
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

/** Runs a quick action on very many items, with other work in between. */
export async function inSlices<T>(items: Iterable<T>, act: (item: T) => void): Promise<void> {
  let n = 0
  for (const item of items) {
    act(item)
    if (++n % SLICE === 0) await breathe()
  }
}
