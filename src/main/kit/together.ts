import { setImmediate as breathe } from 'node:timers/promises'

/** Work that is done within one turn: longer, nothing may hold up the window. */
const TURN_MS = 2
/** Who has waited goes on with work of some length, so not all of them in one turn. */
const AT_ONCE = 8

/** Runs `work`, which must not await, in a transaction that others share, and answers what it answered once that is over. */
export type Together = <T>(work: () => T) => Promise<T>

/**
 * What is asked for meanwhile is one transaction: to end one takes as long as many a small write. When one of them throws, all are taken
 * back and each is run again by itself, in a turn of its own, so `work` may run twice.
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
  /** Answers whoever asked. */
  readonly tell: () => void
  /** It was in a transaction that was taken back. */
  alone: boolean
}

/** Answers those that were carried out. */
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
    // Where none could even begin, the next one says why.
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
