interface Job<T> {
  readonly key: string
  readonly work: () => Promise<T>
  readonly result: PromiseWithResolvers<T>
  /** Number of callers that still wait for it. */
  waiting: number
}

/**
 * Creates a queue that runs a few jobs at a time, the latest request first, because that is on the screen now. Requests with the same key
 * share a job; a queued job is dropped when all its callers have left, a running one finishes. A plain stack is enough: jobs wait only for
 * a free slot.
 */
export function createSharedQueue<T>(concurrency: number) {
  const jobs = new Map<string, Job<T>>()
  const stack: Job<T>[] = []
  let running = 0

  function start(key: string, work: () => Promise<T>): Job<T> {
    const job = { key, work, result: Promise.withResolvers<T>(), waiting: 0 }
    jobs.set(key, job)
    stack.push(job)
    return job
  }

  function next(): void {
    while (running < concurrency) {
      const job = stack.pop()
      if (!job) return
      if (job.waiting > 0) void carryOut(job)
    }
  }

  async function carryOut({ key, work, result }: Job<T>): Promise<void> {
    running += 1
    try {
      result.resolve(await work())
    } catch (error) {
      result.reject(error)
    }
    running -= 1
    if (jobs.get(key)?.result === result) jobs.delete(key)
    next()
  }

  return {
    /** Runs or joins a job. Rejects with the signal's reason as soon as it is aborted. */
    async run(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
      signal?.throwIfAborted()
      const job = jobs.get(key) ?? start(key, work)
      job.waiting += 1
      next()
      if (!signal) return job.result.promise
      const left = Promise.withResolvers<never>()
      const leave = (): void => {
        job.waiting -= 1
        if (job.waiting === 0 && jobs.get(key) === job) jobs.delete(key)
        left.reject(signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'))
      }
      signal.addEventListener('abort', leave, { once: true })
      try {
        return await Promise.race([job.result.promise, left.promise])
      } finally {
        signal.removeEventListener('abort', leave)
      }
    },
  }
}
