import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'
import type { Piscina } from 'piscina'

/** A module whose exports run in worker threads. Each takes one structured-cloneable argument. */
export type Functions<F> = { readonly [N in keyof F]: (input: never) => unknown }
export type Input<F extends Functions<F>, N extends keyof F> = Parameters<F[N]>[0]
export type Output<F extends Functions<F>, N extends keyof F> = Awaited<ReturnType<F[N]>>

/** Worker threads, or processes: `run` calls an export of the module by name, in the order of the calls. */
export interface Pool<F extends Functions<F>> {
  /** Rejects with the signal's reason when aborted; a running call is finished and its result discarded. */
  run<N extends keyof F & string>(name: N, input: Input<F, N>, signal?: AbortSignal): Promise<Output<F, N>>
  /** Waits for running calls and rejects queued ones. */
  close(): Promise<void>
}

const IDLE_MS = 30_000

/**
 * Creates a pool of as many threads as processors, started on demand and released when idle. Calls are queued here, because Piscina ends
 * the thread of an aborted call and then never runs what it had queued for that thread without a signal.
 */
export function createPool<F extends Functions<F>>(workerFile: string): Pool<F> {
  const threads = Math.max(1, availableParallelism())
  const queue = new PQueue({ concurrency: threads })
  let opened: Promise<Piscina> | undefined
  const open = async (): Promise<Piscina> => {
    const { Piscina } = await import('piscina')
    return new Piscina({ filename: workerFile, minThreads: 0, maxThreads: threads, idleTimeout: IDLE_MS })
  }
  const underWay = new Set<Promise<unknown>>()
  let closed = false

  async function work<N extends keyof F & string>(name: N, input: Input<F, N>): Promise<Output<F, N>> {
    if (closed) throw new Error('The worker threads have ended.')
    opened ??= open()
    const working: Promise<Output<F, N>> = opened.then((piscina) => piscina.run(input, { name }))
    underWay.add(working)
    try {
      return await working
    } finally {
      underWay.delete(working)
    }
  }

  return {
    run: <N extends keyof F & string>(name: N, input: Input<F, N>, signal?: AbortSignal): Promise<Output<F, N>> =>
      queue.add(() => work(name, input), signal ? { signal } : {}),
    async close() {
      closed = true
      // A thread terminated within the network's native code crashes the whole process.
      await Promise.allSettled(underWay)
      await (await opened)?.destroy()
    },
  }
}
