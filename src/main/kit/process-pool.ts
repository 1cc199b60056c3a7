import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'
import { z } from 'zod'
import type { Functions, Input, Output, Pool } from './worker-pool.ts'

/** A process that executes calls; it runs `serveCalls` on its side. */
interface CalledProcess {
  send(call: Call): void
  kill(): void
}

interface Call {
  readonly id: number
  readonly name: string
  readonly input: unknown
}

/** Events from a process to its starter. */
interface ProcessEvents {
  readonly answer: (message: unknown) => void
  /** Called once when the process ends, whatever the cause. */
  readonly ended: () => void
}

/** Starts a process, by Node or by Electron. */
export type StartProcess = (events: ProcessEvents) => CalledProcess

/** `value` is the function's result or the error that it threw. */
const Answer = z.object({ id: z.number(), ok: z.boolean(), value: z.unknown() })

/** The process ended during a call: it crashed, was killed, or exceeded its memory limit. */
export class ProcessEndedError extends Error {
  override readonly name = 'ProcessEndedError'
}

const IDLE_MS = 30_000

interface Member {
  ask(call: Call): Promise<unknown>
  kill(): void
  idle: NodeJS.Timeout | undefined
}

/**
 * Creates a pool of processes instead of threads: a process that dies fails only its own call, and another is started for the next. As many
 * as processors, or `most`; started on demand and ended when idle.
 */
export function createProcessPool<F extends Functions<F>>(
  start: StartProcess,
  most = Math.max(1, availableParallelism()),
): Pool<F> {
  const queue = new PQueue({ concurrency: most })
  const free: Member[] = []
  const all = new Set<Member>()
  const underWay = new Set<Promise<unknown>>()
  let closed = false
  let calls = 0

  function begin(): Member {
    let waiting: (PromiseWithResolvers<unknown> & { readonly id: number }) | null = null
    const started = start({
      answer(message) {
        const { id, ok, value } = Answer.parse(message)
        if (waiting?.id !== id) return
        if (ok) waiting.resolve(value)
        else waiting.reject(value)
        waiting = null
      },
      ended() {
        all.delete(member)
        const at = free.indexOf(member)
        if (at >= 0) free.splice(at, 1)
        waiting?.reject(
          new ProcessEndedError(
            'An image ended the process that decodes images. Save it again as JPEG or PNG, or leave it out.',
          ),
        )
        waiting = null
      },
    })
    const member: Member = {
      idle: undefined,
      kill: () => started.kill(),
      async ask(call) {
        const result = Promise.withResolvers<unknown>()
        waiting = { id: call.id, ...result }
        started.send(call)
        return result.promise
      },
    }
    all.add(member)
    return member
  }

  async function work<N extends keyof F & string>(name: N, input: Input<F, N>): Promise<Output<F, N>> {
    if (closed) throw new Error('The processes that decode images have ended.')
    const member = free.pop() ?? begin()
    clearTimeout(member.idle)
    const asking = member.ask({ id: calls++, name, input })
    underWay.add(asking)
    try {
      // Both sides are built together, so the answer has the result type of the named function.
      return (await asking) as Output<F, N>
    } finally {
      underWay.delete(asking)
      if (all.has(member)) {
        free.push(member)
        member.idle = setTimeout(() => member.kill(), IDLE_MS).unref()
      }
    }
  }

  return {
    run: <N extends keyof F & string>(name: N, input: Input<F, N>, signal?: AbortSignal): Promise<Output<F, N>> =>
      queue.add(() => work(name, input), signal ? { signal } : {}),
    async close() {
      closed = true
      await Promise.allSettled(underWay)
      for (const member of all) {
        clearTimeout(member.idle)
        member.kill()
      }
    },
  }
}

/**
 * Retries once when the process ended: it may have ended because of another call or an external `kill`, so only input that ends two
 * processes is to blame.
 */
export async function twice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ProcessEndedError) return work()
    throw error
  }
}

/** Same as `twice`; returns `otherwise` when both processes ended. */
export async function survived<T, O>(work: () => Promise<T>, otherwise: () => O): Promise<T | Awaited<O>> {
  try {
    return await twice(work)
  } catch (error) {
    if (error instanceof ProcessEndedError) return await otherwise()
    throw error
  }
}
