import PQueue from 'p-queue'

/**
 * Runs jobs a few at a time, the last asked for first: that is what is on the screen now. Who asks for a job that is under way
 * shares it; a job that still waits is dropped when everyone who asked has gone.
 */
export function createSharedQueue<T>(concurrency: number) {
  const queue = new PQueue({ concurrency })
  const jobs = new Map<string, { readonly result: Promise<T>; readonly cancel: AbortController; waiting: number }>()
  let order = 0

  function start(key: string, work: () => Promise<T>) {
    const cancel = new AbortController()
    // The signal takes a waiting job out of the queue; one under way ends, its result is kept by the cache.
    const result = queue.add(work, { priority: (order += 1), signal: cancel.signal })
    const job = { result, cancel, waiting: 0 }
    jobs.set(key, job)
    const forget = (): void => {
      if (jobs.get(key) === job) jobs.delete(key)
    }
    result.then(forget, forget)
    return job
  }

  return {
    /** Rejects with the signal's reason as soon as it is aborted. */
    async run(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
      signal?.throwIfAborted()
      const job = jobs.get(key) ?? start(key, work)
      job.waiting += 1
      let leave: (() => void) | undefined
      const left = new Promise<never>((_, reject) => {
        leave = (): void => {
          job.waiting -= 1
          if (job.waiting === 0) {
            jobs.delete(key)
            job.cancel.abort(signal?.reason)
          }
          reject(signal?.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'))
        }
        signal?.addEventListener('abort', leave, { once: true })
      })
      try {
        return await Promise.race([job.result, left])
      } finally {
        if (leave) signal?.removeEventListener('abort', leave)
      }
    },
  }
}
