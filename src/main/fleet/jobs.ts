import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Database, Sql } from './ledger/connect.ts'

const QUEUE = 'fleet-actors'
/** Seconds after which a silent worker loses its actors. This is the minimum of pg-boss. */
export const HEARTBEAT_S = 10
/** Least interval between two checks for silent workers in the whole fleet, in seconds. */
const LOOK_AGAIN_S = 1
/** Interval of pg-boss's own maintenance, which is not urgent. */
const UPKEEP_MS = 60_000
/** More retries than any outage causes, because an actor without retries left would wait forever. */
const RETRIES = 1_000_000
const REST_MOST_S = 8

/** Jobs of a dead worker are retried without delay: the heartbeat timeout is delay enough, even for an actor whose workers keep dying. */
const OPTIONS = {
  retryLimit: RETRIES,
  retryDelay: 0,
  retryBackoff: false,
  heartbeatSeconds: HEARTBEAT_S,
  expireInSeconds: 86_000,
} as const

const Data = z.object({ runId: z.number(), actorId: z.string() })

const Turn = z.object({ turn: z.number() })

/** pg-boss's result of `fail`, which its types do not describe. */
const Answer = z.object({ affected: z.number() })

export interface Job extends z.infer<typeof Data> {
  /** One attempt at the job. The holder of an earlier attempt can no longer finish it. */
  readonly attempt: { readonly id: string; readonly retryCount: number }
}

/** The queue of actors. Jobs hold a run and an actor, and nothing secret. */
export interface Jobs {
  /** Adds jobs within the caller's transaction. */
  add(sql: Sql, runId: number, actorIds: readonly string[]): Promise<void>
  /** Takes the first waiting job, within the transaction that sets its actor's owner; null when none waits. */
  next(sql: Sql): Promise<Job | null>
  /** Returns the data of the first waiting job without taking it. */
  first(sql: Sql): Promise<z.infer<typeof Data> | null>
  /** Renews the heartbeat of jobs, through connections that nothing else delays. */
  beat(jobs: readonly Job[], through: Sql): Promise<void>
  /** Frees jobs of silent workers, and notifies the other workers if there were any. */
  freeSilent(): Promise<void>
  done(job: Job): Promise<void>
  /** Returns a job to the queue with a growing delay. */
  giveBack(job: Job, error: string): Promise<void>
  close(): Promise<void>
}

/** Returns the delay before a retry, in seconds. Each attempt copies an actor out of the store, which may be charged by the byte. */
const restS = (tries: number): number => Math.min(REST_MOST_S, 2 ** Math.min(tries, 8) * (1 + Math.random()))

/** Every worker runs this check, so it takes no lock and writes nothing while all workers live. */
const SILENT = `SELECT 1 FROM pgboss.job WHERE name = '${QUEUE}' AND state = 'active'
  AND heartbeat_on + heartbeat_seconds * interval '1 second' < now() LIMIT 1`

/** Selects the first job in pg-boss's own order, through its index. */
const FIRST = `SELECT (data->>'runId')::bigint AS "runId", data->>'actorId' AS "actorId" FROM pgboss.job
  WHERE name = '${QUEUE}' AND state < 'active' AND NOT blocked AND start_after <= now() ORDER BY priority DESC, created_on LIMIT 1`

/** Opens the queue; the only place that loads pg-boss. It checks for silent workers only when called: see `startLife`. */
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
  // An existing queue keeps the options that it was created with.
  await boss.updateQueue(QUEUE, OPTIONS)
  const upkeepIsDue = (): number => performance.now() + UPKEEP_MS * (0.5 + Math.random())
  let upkeepAt = upkeepIsDue()
  return {
    async add(sql, runId, actorIds) {
      // For pg-boss, jobs added together are equal, and a retried one comes last among them. Each job therefore gets a turn that it keeps.
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
        // The job belongs to another worker by now.
        if (affected === 0) return
        await boss.update(QUEUE, undefined, { id: attempt.id, startAfter: restS(attempt.retryCount), ...within })
      }),
    close: () => boss.stop({ graceful: false }),
  }
}
