import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import type * as worker from './worker.ts'

type Functions = typeof worker
type Name = keyof Functions
type Input<N extends Name> = Parameters<Functions[N]>[0]
type Output<N extends Name> = Awaited<ReturnType<Functions[N]>>

/** Worker threads for pixels: `run` calls a function of `worker.ts` by name, in the order of the calls. */
export interface Pool {
  /** Rejects with the signal's reason when it is aborted; the thread that was at work on it is given up. */
  run<N extends Name>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Output<N>>
  close(): Promise<void>
}

const IDLE_MS = 30_000

/** As many threads as processors, started when they are needed and given back when they are idle. */
export function createPool(workerFile: string): Pool {
  const piscina = new Piscina({
    filename: workerFile,
    minThreads: 0,
    maxThreads: Math.max(1, availableParallelism()),
    idleTimeout: IDLE_MS,
  })
  return {
    run: (name, input, signal) => piscina.run(input, { name, ...(signal ? { signal } : {}) }),
    close: () => piscina.destroy(),
  }
}
