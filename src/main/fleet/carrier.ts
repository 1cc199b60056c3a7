import { setTimeout as delay } from 'node:timers/promises'
import type { Approval } from '../contract/fleet.ts'
import type { RunView } from '../contract/views.ts'
import { EvencastError } from '../domain/error.ts'
import { namedActors } from '../domain/reached.ts'
import type { Carrier } from '../runs/carrier.ts'
import type { Database } from './ledger/connect.ts'
import { CHANGES, idOf, readRuns } from './ledger/runs.ts'
import { createWake } from '../kit/wake.ts'

export interface WaitingPlan {
  readonly actorId: string
  /** MD5 of the plan's text. */
  readonly plan: string
  readonly deletions: number
  readonly generations: number
  readonly estimatedUsd: number
}

/** A person's commands to a fleet. A run of null means all runs. The numbers returned count actors. */
export interface Orders {
  /** Approves plans. `reviewed` limits it to these plans, by the MD5 of their texts. */
  readonly approve: (actorIds: readonly string[] | 'all', reviewed?: ReadonlyMap<string, string>) => Promise<number>
  /** Approves exactly these plans, by the MD5 of their texts. */
  readonly approveShown: (plans: ReadonlyMap<string, string>) => Promise<Approval>
  /** Returns the plans that wait for approval. */
  readonly planned: (actorIds: readonly string[] | 'all') => Promise<readonly WaitingPlan[]>
  /** Returns actors with another plan than these that waits for approval, and actors about to get one. */
  readonly others: (
    actorIds: readonly string[] | 'all',
    reviewed: ReadonlyMap<string, string>,
  ) => Promise<readonly string[]>
  readonly pause: () => Promise<unknown>
  readonly resume: (run: number | null) => Promise<number>
  readonly cancel: (run: number | null) => Promise<number>
}

/** Delays between two views: at most ten a second, fewer where reading them takes long. */
const REST_MS = 100
const MOST_REST_MS = 2000
const SHARE = 5
/** Poll interval, because a generated image changes no actor's state and sends no notification. */
const POLL_MS = 1000

/** Returns a fleet as a carrier. Its workers make the plans, so starting a run approves them. */
export function carrierOf(db: Database, orders: Orders, what: 'all' | 'carried out' = 'all'): Carrier {
  async function view(isIt: (run: RunView) => boolean): Promise<RunView> {
    const run = (await readRuns(db, what)).find(isIt)
    if (run) return run
    throw new EvencastError('NOT_FOUND', 'There is no such run in this fleet.')
  }

  async function tell(onRun: (run: RunView) => void, signal: AbortSignal): Promise<void> {
    const known = new Map<string, string>()
    const wake = createWake()
    const unlisten = await db.listen(CHANGES, wake.now)
    try {
      while (!signal.aborted) {
        const began = performance.now()
        for (const run of await readRuns(db, what)) {
          const text = JSON.stringify(run)
          if (signal.aborted || known.get(run.runId) === text) continue
          known.set(run.runId, text)
          onRun(run)
        }
        await delay(Math.min(MOST_REST_MS, Math.max(REST_MS, SHARE * (performance.now() - began))), undefined, {
          signal,
        })
        await wake.wait(POLL_MS, signal)
      }
    } finally {
      unlisten()
    }
  }

  return {
    async start({ actorIds, reviewed }) {
      const approved = await orders.approve(actorIds, reviewed)
      const others = reviewed ? await orders.others(actorIds, reviewed) : []
      if (others.length > 0)
        throw new EvencastError(
          'CONFLICT',
          `${namedActors(others)}: planned again since you opened the plan, so not approved. Review the new plan, then approve it.`,
        )
      if (approved === 0) throw new EvencastError('BAD_INPUT', 'There is nothing left to do in these plans.')
      return view(({ actors }) => actorIds === 'all' || actors.some((actorId) => actorIds.includes(actorId)))
    },
    async resume(runId) {
      await orders.resume(idOf(runId))
      return view((run) => run.runId === runId)
    },
    pause: async () => void (await orders.pause()),
    cancel: async (runId) => void (await orders.cancel(idOf(runId))),
    list: () => readRuns(db, what),
    watch(onRun) {
      const ending = new AbortController()
      const { signal } = ending
      void (async () => {
        // A server that does not answer is tried again.
        while (!signal.aborted) {
          await tell(onRun, signal).catch(() => {})
          await delay(POLL_MS, undefined, { signal }).catch(() => {})
        }
      })()
      return () => ending.abort()
    },
  }
}
