import { abortable } from './abortable.ts'

/** Those who wait until something holds. */
export interface Waiting {
  /** Resolves once it holds; rejects with what stands against it, or with the signal's reason. */
  until(holds: () => boolean, signal?: AbortSignal): Promise<void>
  /** Something has changed. `problem`: what stands against all that does not hold yet; null: nothing. */
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
