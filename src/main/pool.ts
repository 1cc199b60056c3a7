import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'
import { Piscina } from 'piscina'
import type * as worker from './worker.ts'

type Functions = typeof worker
type Name = keyof Functions
type Input<N extends Name> = Parameters<Functions[N]>[0]
type Output<N extends Name> = Awaited<ReturnType<Functions[N]>>

/** Worker threads for pixels: `run` calls a function of `worker.ts` by name, in the order of the calls. */
export interface Pool {
  /** Rejects with the signal's reason when it is aborted; what a thread is at work on then is finished and thrown away. */
  run<N extends Name>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Output<N>>
  close(): Promise<void>
}

const IDLE_MS = 30_000

/**
 * As many threads as processors, started when they are needed and given back when they are idle. What waits for one waits here:
 * Piscina ends the thread of an aborted call, and what it had queued for that thread without a signal is then never done.
 */
export function createPool(workerFile: string): Pool {
  const threads = Math.max(1, availableParallelism())
  const queue = new PQueue({ concurrency: threads })
  const piscina = new Piscina({
    filename: workerFile,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
  })
  return {
    run: <N extends Name>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Output<N>> =>
      queue.add((): Promise<Output<N>> => piscina.run(input, { name }), signal ? { signal } : {}),
    close: () => piscina.destroy(),
  }
}
