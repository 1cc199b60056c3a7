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
    until: (holds, signal) =>
      new Promise<void>((resolve, reject) => {
        signal?.throwIfAborted()
        const one = { holds, resolve, reject }
        signal?.addEventListener(
          'abort',
          () => {
            waiting = waiting.filter((each) => each !== one)
            reject(signal.reason)
          },
          { once: true },
        )
        waiting = [...waiting, one]
        settle(null)
      }),
  }
}
