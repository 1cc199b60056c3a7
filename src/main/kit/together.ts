import { setImmediate as breathe } from 'node:timers/promises'

/** Duration of the work in one turn; anything longer would delay the window. */
const TURN_MS = 2
/** Callers answered per turn: they continue with work of their own, so not all of them in one turn. */
const AT_ONCE = 8

/** Runs `work`, which must not await, in a transaction shared with others, and resolves with its result after the commit. */
export type Together = <T>(work: () => T) => Promise<T>

/**
 * Combines calls into shared transactions: a commit takes as long as many small writes. When one call throws, the transaction is rolled
 * back and each of its calls runs again in its own, so `work` may run twice.
 */
export function createTogether(transaction: (work: () => void) => void): Together {
  let waiting: Asked[] = []
  let busy = false

  async function begin(): Promise<void> {
    if (busy) return
    busy = true
    while (waiting.length > 0) {
      await breathe()
      const group = inOne(transaction, waiting)
      waiting = waiting.slice(group.length)
      for (const [i, { tell }] of group.entries()) {
        if (i > 0 && i % AT_ONCE === 0) await breathe()
        tell()
      }
    }
    busy = false
  }

  return <T>(work: () => T) => {
    const done = Promise.withResolvers<T>()
    let told: () => void = () => {}
    waiting.push({
      run: () => {
        const value = work()
        told = () => done.resolve(value)
      },
      fail: (error) => (told = () => done.reject(error)),
      tell: () => told(),
      alone: false,
    })
    void begin()
    return done.promise
  }
}

interface Asked {
  readonly run: () => void
  readonly fail: (error: unknown) => void
  /** Settles the caller's promise. */
  readonly tell: () => void
  /** True after a shared transaction with it was rolled back. */
  alone: boolean
}

/** Runs as many calls as fit in one transaction and returns those that were completed. */
function inOne(transaction: (work: () => void) => void, waiting: readonly Asked[]): readonly Asked[] {
  const startMs = performance.now()
  const group: Asked[] = []
  try {
    transaction(() => {
      for (const asked of waiting) {
        if (group.length > 0 && (asked.alone || group[0]?.alone || performance.now() - startMs > TURN_MS)) return
        group.push(asked)
        asked.run()
      }
    })
  } catch {
    // When not even the first call could run, the next attempt reports why.
    const [first = waiting[0]!] = group
    for (const asked of group) asked.alone = true
    try {
      transaction(first.run)
    } catch (error) {
      first.fail(error)
    }
    return [first]
  }
  return group
}
