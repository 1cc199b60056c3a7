import { z } from 'zod'
import { EvencastError } from '../../domain/error.ts'
import type { CallFailure, CallJournal } from '../../runs/call-journal.ts'
import type { Database } from './connect.ts'

export const MICRO_USD = 1e6
export const toMicros = (usd: number): number => Math.round(usd * MICRO_USD)

/** What a picture was, beside its bytes, for whoever takes the work over. */
export const CallResult = z.object({
  model: z.string(),
  costUsd: z.number(),
  askedMegapixels: z.number().nullable(),
  staged: z.string(),
  sha256: z.string(),
})
export type CallResult = z.infer<typeof CallResult>

const Failure: z.ZodType<CallFailure> = z.object({ error: z.string(), again: z.boolean() })

const Call = z.object({
  key: z.string(),
  state: z.enum(['asked', 'created', 'done', 'failed']),
  externalId: z.string().nullable(),
  seed: z.number(),
  asked_at: z.date(),
  fence: z.number(),
  result: z.union([CallResult, Failure]).nullable(),
  actor_id: z.string(),
})
export type Call = z.infer<typeof Call>

/** A call, and whether it was just written down. */
export interface Reserved extends Call {
  readonly isNew: boolean
}

const Money = z.object({ reserved: z.number(), spent: z.number() })

const COLUMNS = 'key, state, external_id AS "externalId", seed, asked_at, fence, result, actor_id'

/**
 * Calls $1 have become predictions $2. All at once: whoever notes one call locks it before the budget, and one that held the budget
 * while it waited for a second call would wait forever.
 */
export const NOTE_CREATED = `
  WITH call AS (
    UPDATE fleet_calls c SET state = 'created', external_id = found.id FROM unnest($1::text[], $2::text[]) AS found (key, id)
    WHERE c.key = found.key AND c.state = 'asked' RETURNING c.price)
  UPDATE fleet_budget SET reserved = reserved - noted.price, spent = spent + noted.price
  FROM (SELECT sum(price)::bigint AS price FROM call HAVING count(*) > 0) noted`

/** Whose actor a call is for: what the fence is held against. */
export interface Owned {
  readonly runId: number
  readonly actorId: string
  readonly fence: number
}

export interface CallRequest extends Owned {
  readonly key: string
  readonly api: string
  readonly priceUsd: number
}

/**
 * A call of API $1 holds a place while its worker lives, and for a while after that: what it asked for ends by itself. Held until an heir
 * comes, the places of dead workers would keep the living from ever getting to be one.
 */
const HOLDS_PLACE = `c.api = $1 AND c.state IN ('asked', 'created') AND (c.asked_at > clock_timestamp() - interval '1 minute' OR EXISTS (
  SELECT 1 FROM fleet_actors a JOIN fleet_workers w ON w.worker_id = a.owner WHERE a.run_id = c.run_id
    AND a.actor_id = c.actor_id AND a.fence = c.fence AND w.seen_at > clock_timestamp() - interval '15 seconds'))`

/** Distinct for 2^32 calls: an odd multiplier permutes the numbers below 2^32. */
const SEED = `((nextval('fleet_seeds') * 2654435761) % 4294967296)`

/** A journal of calls whose every write names the fence of its worker. */
interface FleetCalls extends CallJournal<CallRequest, CallResult | CallFailure> {
  find(key: string): Promise<Call | null>
  reserve(call: CallRequest): Promise<Reserved | null>
  askAgain(key: string, owned: Owned): Promise<Call>
  confirm(key: string, owned: Owned): Promise<void>
  staged(owned: Owned): Promise<readonly string[]>
  released(key: string, owned: Owned): Promise<void>
}

/** The pay protocol: each step is one transaction, and refuses whoever has lost the actor. */
export function callsOf(db: Database): FleetCalls {
  return {
    async find(key: string): Promise<Call | null> {
      return (await db.rows(Call, `SELECT ${COLUMNS} FROM fleet_calls WHERE key = $1`, [key]))[0] ?? null
    },
    /**
     * Step 1: writes the intent and sets its price aside. Null: every place at the API is taken, so nothing was written. Answers the
     * call that is there already when there is one.
     *
     * @throws EvencastError LIMIT over the budget or while paused, CONFLICT when another worker owns the actor.
     */
    reserve: ({ key, api, priceUsd, ...owned }: CallRequest): Promise<Reserved | null> =>
      db.transaction(async (sql) => {
        await assertOwner(sql, owned)
        const price = toMicros(priceUsd)
        const [limits] = await sql.rows(
          z.object({ concurrency: z.number() }),
          'SELECT concurrency FROM fleet_apis WHERE api = $1 FOR UPDATE',
          [api],
        )
        if (!limits)
          throw new EvencastError('BAD_INPUT', `The fleet has no limits for ${api}. Run “evencast fleet init”.`)
        const [known] = await sql.rows(Call, `SELECT ${COLUMNS} FROM fleet_calls WHERE key = $1`, [key])
        if (known) return { ...known, isNew: false }
        const [open] = await sql.rows(
          z.object({ n: z.number() }),
          `SELECT count(*)::int AS n FROM fleet_calls c WHERE ${HOLDS_PLACE}`,
          [api],
        )
        if ((open?.n ?? 0) >= limits.concurrency) return null
        const taken = await sql.run(
          `UPDATE fleet_budget SET reserved = reserved + $1
           WHERE NOT paused AND (limit_usd IS NULL OR spent + reserved + $1 <= limit_usd)`,
          [price],
        )
        if (taken === 0) throw await refusal(sql)
        const [call] = await sql.rows(
          Call,
          `INSERT INTO fleet_calls (key, run_id, actor_id, api, state, seed, price, fence)
           VALUES ($1, $2, $3, $4, 'asked', ${SEED}, $5, $6) RETURNING ${COLUMNS}`,
          [key, owned.runId, owned.actorId, api, price, owned.fence],
        )
        return call ? { ...call, isNew: true } : null
      }),
    /** An intent that never arrived is meant again, by its new owner. */
    askAgain: (key: string, owned: Owned): Promise<Call> =>
      db.transaction(async (sql) => {
        await assertOwner(sql, owned)
        const [call] = await sql.rows(
          Call,
          `UPDATE fleet_calls SET asked_at = clock_timestamp(), fence = $2 WHERE key = $1 AND state = 'asked'
           RETURNING ${COLUMNS}`,
          [key, owned.fence],
        )
        if (!call) throw lost(owned.actorId)
        return call
      }),
    /**
     * Step 2: whether the request may still leave; an heir counts its time-out from now. Throws CONFLICT when the actor, or the intent,
     * is another's by now.
     */
    async confirm(key: string, { runId, actorId, fence }: Owned): Promise<void> {
      const found = await db.run(
        `WITH owner AS (SELECT 1 FROM fleet_actors WHERE run_id = $3 AND actor_id = $4 AND fence = $2 FOR SHARE)
         UPDATE fleet_calls SET asked_at = clock_timestamp() FROM owner WHERE key = $1 AND state = 'asked' AND fence = $2`,
        [key, fence, runId, actorId],
      )
      if (found === 0) throw lost(actorId)
    },
    /** Step 4: the prediction exists, and is paid for, whoever finds out. */
    async created(key: string, externalId: string): Promise<void> {
      if ((await db.run(NOTE_CREATED, [[key], [externalId]])) > 0) return
      const known = await this.find(key)
      if (known?.externalId !== externalId)
        throw new EvencastError('CONFLICT', `Another prediction than ${externalId} was noted for the same image.`)
    },
    /** The end of a prediction, with what it cost in the end. */
    async ended(key: string, state: 'done' | 'failed', costUsd: number, result: CallResult | CallFailure) {
      await db.run(
        `WITH call AS (
           UPDATE fleet_calls SET state = $2, cost = $3, result = $4, ended_at = clock_timestamp()
           WHERE key = $1 AND state = 'created' RETURNING price)
         UPDATE fleet_budget SET spent = spent - price + $3 FROM call`,
        [key, state, toMicros(costUsd), JSON.stringify(result)],
      )
    },
    open: () =>
      db.rows(Call, `SELECT ${COLUMNS} FROM fleet_calls WHERE state IN ('asked', 'created') ORDER BY asked_at`),
    async money() {
      const [row] = await db.rows(Money, 'SELECT reserved, spent FROM fleet_budget')
      return { reservedUsd: (row?.reserved ?? 0) / MICRO_USD, spentUsd: (row?.spent ?? 0) / MICRO_USD }
    },
    /** Where this actor's pictures are staged. */
    async staged({ runId, actorId }: Owned): Promise<readonly string[]> {
      const rows = await db.rows(
        z.object({ staged: z.string() }),
        `SELECT result->>'staged' AS staged FROM fleet_calls WHERE run_id = $1 AND actor_id = $2 AND state = 'done'`,
        [runId, actorId],
      )
      return rows.map(({ staged }) => staged)
    },
    /** The request never left, or was refused: nothing is owed. */
    async released(key: string, { fence }: Owned): Promise<void> {
      await db.run(
        `WITH call AS (DELETE FROM fleet_calls WHERE key = $1 AND state = 'asked' AND fence = $2 RETURNING price)
         UPDATE fleet_budget SET reserved = reserved - price FROM call`,
        [key, fence],
      )
    },
  }
}

const lost = (actorId: string) => new EvencastError('CONFLICT', `Another worker has taken ${actorId} over.`)

type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]

async function assertOwner(sql: Tx, { runId, actorId, fence }: Owned): Promise<void> {
  const found = await sql.run(
    'SELECT 1 FROM fleet_actors WHERE run_id = $1 AND actor_id = $2 AND fence = $3 FOR SHARE',
    [runId, actorId, fence],
  )
  if (found === 0) throw lost(actorId)
}

async function refusal(sql: Tx): Promise<EvencastError> {
  const [budget] = await sql.rows(
    z.object({ paused: z.boolean(), limit_usd: z.number().nullable() }),
    'SELECT paused, limit_usd FROM fleet_budget',
  )
  return budget?.paused
    ? new EvencastError('LIMIT', 'The fleet is paused. Run “evencast fleet resume” to continue.')
    : new EvencastError(
        'LIMIT',
        `The fleet has reached its budget of $${((budget?.limit_usd ?? 0) / MICRO_USD).toFixed(2)}. Raise it with “evencast fleet budget”.`,
      )
}
