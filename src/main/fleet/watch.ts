import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { FleetActorState, type FleetView } from '../contract/fleet.ts'
import { MICRO_USD } from './ledger/calls.ts'
import { connect, type Database, BOUNDED } from './ledger/connect.ts'
import { readEvents } from './ledger/events.ts'
import { readMoney } from './ledger/money.ts'
import { CHANGES } from './ledger/runs.ts'
import { readFleet } from './ledger/settings.ts'
import { workersOf } from './ledger/workers.ts'
import { createWake } from '../kit/wake.ts'

/** Most events in a view. */
const EVENTS = 100
/** Delay between two views: at most ten a second. */
const LEAST_MS = 100
/** Poll interval, because images and money send no notifications, which would slow down writes. Nor does a worker that falls silent. */
const MOST_MS = 1000

const Actor = z.object({
  actor_id: z.string(),
  run_id: z.number(),
  state: FleetActorState,
  deletions: z.number(),
  generations: z.number(),
  estimated: z.number(),
  note: z.string().nullable(),
  owner: z.string().nullable(),
  shown: z.string().nullable(),
  read_at: z.date(),
})

/** Overlap of two queries, for changes that began before the last one and were committed after it. */
const OVERLAP = `interval '2 seconds'`
const ACTORS = `SELECT DISTINCT ON (actor_id) actor_id, run_id, state, deletions, generations, estimated, note, owner,
    CASE WHEN state = 'planned' THEN md5(plan) END AS shown, now() AS read_at
  FROM fleet_actors WHERE actor_id IN (SELECT actor_id FROM fleet_actors WHERE changed_at > $1::timestamptz - ${OVERLAP})
  ORDER BY actor_id, run_id DESC`

/** Yields the state of a fleet for a window until `signal` aborts. */
export async function* watchFleet(address: string, signal: AbortSignal): AsyncGenerator<FleetView> {
  await using stack = new AsyncDisposableStack()
  const db = await connect(address, 1, BOUNDED)
  stack.defer(() => db.close())
  const { store } = await readFleet(db)
  const wake = createWake()
  stack.defer(await db.listen(CHANGES, wake.now))
  let since = new Date(0)
  let known = -1
  while (!signal.aborted) {
    const rows = await db.rows(Actor, ACTORS, [since])
    since = rows[0]?.read_at ?? since
    const events = [...(await readEvents(db, EVENTS))]
    const newest = events[0]?.id ?? 0
    const isNews = newest !== known
    known = newest
    yield { store, ...(await moneyAndWorkers(db)), actors: rows.map(viewOf), ...(isNews && { events }) }
    await delay(LEAST_MS, undefined, { signal }).catch(() => {})
    await wake.wait(MOST_MS, signal)
  }
}

const viewOf = ({
  actor_id,
  run_id,
  state,
  deletions,
  generations,
  estimated,
  note,
  owner,
  shown,
}: z.infer<typeof Actor>) => ({
  actorId: actor_id,
  run: run_id,
  state,
  deletions,
  generations,
  estimatedUsd: estimated / MICRO_USD,
  note,
  worker: owner,
  plan: shown,
})

async function moneyAndWorkers(db: Database): Promise<Omit<FleetView, 'store' | 'actors' | 'events'>> {
  const { budget, images, images_last_minute: imagesLastMinute } = await readMoney(db)
  const workers = await workersOf(db).list()
  return {
    paused: budget.paused,
    limitUsd: budget.limit_usd,
    spentUsd: budget.spent_usd,
    reservedUsd: budget.reserved_usd,
    toComeUsd: budget.to_come_usd,
    images,
    imagesLastMinute,
    workers: workers.map(({ worker_id, host, actors, quiet_s }) => ({
      workerId: worker_id,
      host,
      actors,
      quietSeconds: quiet_s,
    })),
  }
}
