import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Database, Sql } from './ledger/connect.ts'

const QUEUE = 'fleet-actors'
/** The least that pg-boss takes: a worker that is silent for this long has lost its actors. */
export const HEARTBEAT_S = 10
/** However many look. */
const LOOK_AGAIN_S = 1
/** For pg-boss's own upkeep, which is no hurry. */
const UPKEEP_MS = 60_000
/** Beyond any outage: an actor whose retries are used up would wait forever. */
const RETRIES = 1_000_000
const REST_MOST_S = 8

/** Whose worker died waits no longer: a heartbeat is rest enough, even for an actor whose workers keep dying. */
const OPTIONS = {
  retryLimit: RETRIES,
  retryDelay: 0,
  retryBackoff: false,
  heartbeatSeconds: HEARTBEAT_S,
  expireInSeconds: 86_000,
} as const

const Data = z.object({ runId: z.number(), actorId: z.string() })

const Turn = z.object({ turn: z.number() })

/** What pg-boss answers, and does not say in its types. */
const Answer = z.object({ affected: z.number() })

export interface Job extends z.infer<typeof Data> {
  /** One attempt: who holds an earlier one can no longer end it. */
  readonly attempt: { readonly id: string; readonly retryCount: number }
}

/** The engine: which actor is whose turn. Jobs name a run and an actor, and nothing secret. */
export interface Jobs {
  /** Within the transaction that makes them necessary. */
  add(sql: Sql, runId: number, actorIds: readonly string[]): Promise<void>
  /** The first that waits, within the transaction that gives its actor an owner; null: none does. */
  next(sql: Sql): Promise<Job | null>
  /** Whose job waits first, without taking it. */
  first(sql: Sql): Promise<z.infer<typeof Data> | null>
  /** Still at it. Through connections of the caller's, which nothing else holds up. */
  beat(jobs: readonly Job[], through: Sql): Promise<void>
  /** Lets others have what silent workers hold, and wakes them where there is such. */
  freeSilent(): Promise<void>
  done(job: Job): Promise<void>
  /** To be tried again by whoever comes, after a rest that grows. */
  giveBack(job: Job, error: string): Promise<void>
  close(): Promise<void>
}

/** Each try copies an actor out of the store, which costs money where it is paid by the byte. */
const restS = (tries: number): number => Math.min(REST_MOST_S, 2 ** Math.min(tries, 8) * (1 + Math.random()))

/** What worker after worker looks for, so nothing is locked and nothing is written while all of them live. */
const SILENT = `SELECT 1 FROM pgboss.job WHERE name = '${QUEUE}' AND state = 'active'
  AND heartbeat_on + heartbeat_seconds * interval '1 second' < now() LIMIT 1`

/** In pg-boss's own order, and by its index. */
const FIRST = `SELECT (data->>'runId')::bigint AS "runId", data->>'actorId' AS "actorId" FROM pgboss.job
  WHERE name = '${QUEUE}' AND state < 'active' AND NOT blocked AND start_after <= now() ORDER BY priority DESC, created_on LIMIT 1`

/** Loads pg-boss, which nothing else does. It looks for silent workers when it is told to, and never by itself: see `startLife`. */
export async function openJobs(db: Database, onError: (error: Error) => void = () => {}): Promise<Jobs> {
  const { PgBoss: Boss } = await import('pg-boss')
  const boss: PgBoss = new Boss({
    db: db.forJobs,
    supervise: false,
    schedule: false,
    monitorIntervalSeconds: LOOK_AGAIN_S,
  })
  boss.on('error', onError)
  await boss.start()
  await boss.createQueue(QUEUE, OPTIONS)
  // One that there is keeps the options that it was made with.
  await boss.updateQueue(QUEUE, OPTIONS)
  const upkeepIsDue = (): number => performance.now() + UPKEEP_MS * (0.5 + Math.random())
  let upkeepAt = upkeepIsDue()
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
    async next(sql) {
      const [job] = await boss.fetch(QUEUE, { db: sql.forJobs })
      return job ? { attempt: { id: job.id, retryCount: job.retryCount }, ...Data.parse(job.data) } : null
    },
    first: async (sql) => (await sql.rows(Data, FIRST))[0] ?? null,
    async beat(jobs, through) {
      const attempts = jobs.map(({ attempt }) => attempt)
      if (attempts.length > 0) await boss.touch(QUEUE, attempts, { db: through.forJobs })
    },
    async freeSilent() {
      const isAnySilent = (await db.run(SILENT)) > 0
      if (!isAnySilent && performance.now() < upkeepAt) return
      upkeepAt = upkeepIsDue()
      await boss.supervise(QUEUE)
      if (isAnySilent) await db.run('NOTIFY fleet')
    },
    done: async ({ attempt }) => void (await boss.complete(QUEUE, attempt)),
    giveBack: ({ attempt }, error) =>
      db.transaction(async (sql) => {
        const within = { db: sql.forJobs }
        const { affected } = Answer.parse(await boss.fail(QUEUE, attempt, { error }, within))
        // It is another's by now.
        if (affected === 0) return
        await boss.update(QUEUE, undefined, { id: attempt.id, startAfter: restS(attempt.retryCount), ...within })
      }),
    close: () => boss.stop({ graceful: false }),
  }
}
