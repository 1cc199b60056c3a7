import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Database, Sql } from './ledger/connect.ts'

const QUEUE = 'fleet-actors'
/** The least that pg-boss takes: a worker that is silent for this long has lost its actors. */
const HEARTBEAT_S = 10
/** How often somebody looks for jobs of silent workers; half as often when the worker that was about to look has died. */
const SUPERVISE_S = 4
/** Beyond any outage: an actor whose retries are used up would wait forever. */
const RETRIES = 1_000_000
/** With a heartbeat, two looks and a poll below 30 s: an actor whose workers keep dying is taken up no later. */
const RETRY_MOST_S = 8

const OPTIONS = {
  retryLimit: RETRIES,
  retryDelay: 1,
  // Each try copies an actor out of the store, which costs money where it is paid by the byte.
  retryBackoff: true,
  retryDelayMax: RETRY_MOST_S,
  heartbeatSeconds: HEARTBEAT_S,
  expireInSeconds: 86_000,
} as const

const Data = z.object({ runId: z.number(), actorId: z.string() })

const Turn = z.object({ turn: z.number() })

export interface Job extends z.infer<typeof Data> {
  /** One attempt: who holds an earlier one can no longer end it. */
  readonly attempt: { readonly id: string; readonly retryCount: number }
}

/** The engine: which actor is whose turn. Jobs name a run and an actor, and nothing secret. */
export interface Jobs {
  /** Within the transaction that makes them necessary. */
  add(sql: Sql, runId: number, actorIds: readonly string[]): Promise<void>
  fetch(count: number): Promise<readonly Job[]>
  /** Still at it. */
  beat(jobs: readonly Job[]): Promise<void>
  done(job: Job): Promise<void>
  /** To be tried again, by whoever comes. */
  giveBack(job: Job, error: string): Promise<void>
  close(): Promise<void>
}

/** Loads pg-boss, which nothing else does. `supervise`: for workers, which stay. */
export async function openJobs(
  db: Database,
  { supervise, onError = () => {} }: { readonly supervise: boolean; readonly onError?: (error: Error) => void },
): Promise<Jobs> {
  const { PgBoss: Boss } = await import('pg-boss')
  const boss: PgBoss = new Boss({
    db: db.forJobs,
    supervise,
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_S,
    monitorIntervalSeconds: SUPERVISE_S,
  })
  boss.on('error', onError)
  await boss.start()
  await boss.createQueue(QUEUE, OPTIONS)
  // One that there is keeps the options that it was made with.
  await boss.updateQueue(QUEUE, OPTIONS)
  return {
    async add(sql, runId, actorIds) {
      // Jobs that were added together are equal to pg-boss, and one that comes back is the last among them: each gets a turn, and keeps it.
      const turns = await sql.rows(Turn, `SELECT nextval('fleet_turns') AS turn FROM generate_series(1, $1)`, [
        actorIds.length,
      ])
      await boss.insert(
        QUEUE,
        turns.map(({ turn }, i) => ({ data: { runId, actorId: actorIds[i] }, priority: -turn })),
        { db: sql.forJobs },
      )
      await sql.run('NOTIFY fleet')
    },
    fetch: async (count) =>
      (await boss.fetch(QUEUE, { batchSize: count })).map(({ id, retryCount, data }) => ({
        attempt: { id, retryCount },
        ...Data.parse(data),
      })),
    async beat(jobs) {
      const attempts = jobs.map(({ attempt }) => attempt)
      if (attempts.length > 0) await boss.touch(QUEUE, attempts)
    },
    done: async ({ attempt }) => void (await boss.complete(QUEUE, attempt)),
    giveBack: async ({ attempt }, error) => void (await boss.fail(QUEUE, attempt, { error })),
    close: () => boss.stop({ graceful: false }),
  }
}
