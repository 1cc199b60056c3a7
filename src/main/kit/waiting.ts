import { abortable } from './abortable.ts'

/** Callers that wait for conditions. */
export interface Waiting {
  /** Resolves once the condition holds; rejects with the problem that prevents it, or with the signal's reason. */
  until(holds: () => boolean, signal?: AbortSignal): Promise<void>
  /** Checks all conditions after a change. A `problem` rejects those that do not hold yet; null keeps them waiting. */
  settle(problem: unknown): void
}

export function createWaiting(): Waiting {
  let waiting: readonly {
    readonly holds: () => boolean
    readonly resolve: () => void
    readonly reject: (problem: unknown) => void
  }[] = []
  function settle(problem: unknown): void {
    const now = waiting
    waiting = []
    const still = now.filter(({ holds, resolve, reject }) => {
      if (holds()) resolve()
      else if (problem !== null) reject(problem)
      else return true
      return false
    })
    waiting = [...still, ...waiting]
  }
  return {
    settle,
    async until(holds, signal) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const one = { holds, resolve, reject }
      waiting = [...waiting, one]
      settle(null)
      try {
        await (signal ? abortable(promise, signal) : promise)
      } finally {
        waiting = waiting.filter((each) => each !== one)
      }
    },
  }
}
