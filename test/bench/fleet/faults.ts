import { writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Ledger } from '../../../src/main/fleet/ledger/index.ts'
import type { Staging } from '../../../src/main/fleet/store/staging.ts'

/** The steps of the payment protocol, and how often each is passed per picture. */
export const STEPS = {
  taken: 0.2,
  reserved: 1,
  turn: 1,
  confirmed: 0.03,
  leaving: 1,
  sent: 1,
  answered: 1,
  noted: 1,
  made: 1,
  fetched: 1,
  staged: 1,
  settled: 1,
  finished: 0.2,
  ended: 0.2,
} as const
export type Step = keyof typeof STEPS

export const Fault = z.object({
  step: z.string(),
  /** How often the step is passed before the fault. */
  after: z.number(),
  signal: z.enum(['SIGKILL', 'SIGSTOP']),
})
export type Fault = z.infer<typeof Fault>

/** Returns every step with both signals, in random order. */
export function faultsOf(random: () => number, picturesPerFault: number): Fault[] {
  const all = (Object.keys(STEPS) as Step[]).flatMap((step) =>
    (['SIGKILL', 'SIGSTOP'] as const).map((signal) => {
      const after = Math.round(picturesPerFault * STEPS[step] * (0.1 + 0.5 * random()))
      return { order: random(), fault: { step, after, signal } }
    }),
  )
  return all.toSorted((a, b) => a.order - b.order).map(({ fault }) => fault)
}

const send = globalThis.fetch

/** Ends or suspends this process at the planned step, after reporting it. */
export function createFault(planned: Fault | null, postTimeoutMs: number) {
  let [left, is] = [planned?.after ?? 0, planned?.step ?? '']
  const at = (step: Step): void => {
    if (is !== step || left-- > 0 || !planned) return
    is = ''
    writeSync(1, `${planned.signal} ${step}\n`)
    process.kill(process.pid, planned.signal)
  }
  return {
    at,
    /** Wraps the ledger with a fault after each of its steps. Sometimes a turn is delayed so long that the intent must be read again. */
    around: (ledger: Ledger, random: () => number): Ledger => ({
      ...ledger,
      calls: {
        ...ledger.calls,
        async reserve(request) {
          const call = await ledger.calls.reserve(request)
          if (call?.isNew) at('reserved')
          return call
        },
        async confirm(...args) {
          await ledger.calls.confirm(...args)
          at('confirmed')
        },
        async created(...args) {
          await ledger.calls.created(...args)
          at('noted')
        },
        async ended(...args) {
          await ledger.calls.ended(...args)
          at('settled')
        },
      },
      pace: {
        async turn(api, kind, signal) {
          await ledger.pace.turn(api, kind, signal)
          if (kind !== 'create') return
          if (random() < STEPS.confirmed) await delay(1100)
          at('turn')
        },
      },
    }),
    staging: (inner: Staging): Staging => ({
      ...inner,
      async put(key, bytes) {
        at('fetched')
        const put = await inner.put(key, bytes)
        at('staged')
        return put
      },
    }),
    /** Replaces the global `fetch`, through which the gate sends its requests. */
    async fetch(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
      if (init?.method !== 'POST') return send(input, init)
      at('leaving')
      const until = AbortSignal.timeout(postTimeoutMs)
      const answer = send(input, { ...init, signal: init.signal ? AbortSignal.any([init.signal, until]) : until })
      answer.catch(() => {})
      if (is === 'sent' && left-- <= 0) {
        // Gives the request time to arrive.
        await delay(20)
        left = 0
        at('sent')
      }
      const response = await answer
      at('answered')
      return response
    },
  }
}
