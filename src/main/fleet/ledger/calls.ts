import { z } from 'zod'
import { EvencastError } from '../../domain/error.ts'
import type { CallFailure, CallJournal } from '../../runs/call-journal.ts'
import type { Database, Sql } from './connect.ts'

export const MICRO_USD = 1e6
export const toMicros = (usd: number): number => Math.round(usd * MICRO_USD)

/** Result of a finished call besides the image's bytes, for a worker that takes over. */
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

/** A call, with `isNew` true when this reservation created it. */
export interface Reserved extends Call {
  readonly isNew: boolean
}

const Money = z.object({ reserved: z.number(), spent: z.number() })

const COLUMNS = 'key, state, external_id AS "externalId", seed, asked_at, fence, result, actor_id'
const OF_CALL = COLUMNS.split(', ')
  .map((column) => `(call).${column}`)
  .join(', ')
const OWNER = 'SELECT 1 FROM fleet_actors WHERE run_id = $3 AND actor_id = $4 AND fence = $2 FOR SHARE'

/** Result of a reservation; the first two outcomes come with a call. */
const Answer = z.union([
  Call.extend({ outcome: z.enum(['known', 'new']) }),
  z.object({ outcome: z.enum(['lost', 'no limits', 'full', 'refused']) }),
])

/**
 * Marks calls $1 as created with predictions $2, all in one statement. A single call's statement locks the call before the budget, so one
 * that held the budget while it waited for a second call would deadlock.
 */
export const NOTE_CREATED = `
  WITH call AS (
    UPDATE fleet_calls c SET state = 'created', external_id = found.id FROM unnest($1::text[], $2::text[]) AS found (key, id)
    WHERE c.key = found.key AND c.state = 'asked' RETURNING c.price)
  UPDATE fleet_budget SET reserved = reserved - noted.price, spent = spent + noted.price
  FROM (SELECT sum(price)::bigint AS price FROM call HAVING count(*) > 0) noted`

/** The actor that a call is for, with the fence to compare. */
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

/** A journal of calls in which every write names the worker's fence. */
interface FleetCalls extends CallJournal<CallRequest, CallResult | CallFailure> {
  find(key: string): Promise<Call | null>
  reserve(call: CallRequest): Promise<Reserved | null>
  askAgain(key: string, owned: Owned): Promise<Call>
  confirm(key: string, owned: Owned): Promise<void>
  staged(owned: Owned): Promise<readonly string[]>
  released(key: string, owned: Owned): Promise<void>
}

/** Implements the payment protocol. Each step is one transaction, and refuses a worker that has lost the actor. */
export function callsOf(db: Database): FleetCalls {
  return {
    async find(key: string): Promise<Call | null> {
      return (await db.rows(Call, `SELECT ${COLUMNS} FROM fleet_calls WHERE key = $1`, [key]))[0] ?? null
    },
    /**
     * Step 1: records the intent and reserves its price, or returns the existing call. Returns null when every slot at the API is taken;
     * nothing is written then. Throws LIMIT over the budget or while paused, CONFLICT when another worker owns the actor.
     */
    async reserve({ key, api, priceUsd, ...owned }: CallRequest): Promise<Reserved | null> {
      const [answer] = await db.rows(Answer, `SELECT outcome, ${OF_CALL} FROM fleet_reserve($1, $2, $3, $4, $5, $6)`, [
        key,
        owned.runId,
        owned.actorId,
        owned.fence,
        api,
        toMicros(priceUsd),
      ])
      if (answer && 'key' in answer) return { ...answer, isNew: answer.outcome === 'new' }
      if (answer?.outcome === 'lost') throw lost(owned.actorId)
      if (answer?.outcome === 'refused') throw await refusal(db)
      if (answer?.outcome === 'full') return null
      throw new EvencastError('BAD_INPUT', `The fleet has no limits for ${api}. Run “evencast fleet init”.`)
    },
    /** Takes over an intent whose request never arrived, for its new owner. */
    async askAgain(key: string, { runId, actorId, fence }: Owned): Promise<Call> {
      const [call] = await db.rows(
        Call,
        `WITH owner AS (${OWNER})
         UPDATE fleet_calls SET asked_at = clock_timestamp(), fence = $2 FROM owner WHERE key = $1 AND state = 'asked' RETURNING ${COLUMNS}`,
        [key, fence, runId, actorId],
      )
      if (!call) throw lost(actorId)
      return call
    },
    /**
     * Step 2: confirms that the request may still be sent, and restarts the time-out that a later owner waits for. Throws CONFLICT when the
     * actor or the intent belongs to another worker by now.
     */
    async confirm(key: string, { runId, actorId, fence }: Owned): Promise<void> {
      const found = await db.run(
        `WITH owner AS (${OWNER}) UPDATE fleet_calls SET asked_at = clock_timestamp() FROM owner WHERE key = $1 AND state = 'asked' AND fence = $2`,
        [key, fence, runId, actorId],
      )
      if (found === 0) throw lost(actorId)
    },
    /** Step 4: records that the prediction exists and is paid for. Any worker may record it. */
    async created(key: string, externalId: string): Promise<void> {
      if ((await db.run(NOTE_CREATED, [[key], [externalId]])) > 0) return
      const known = await this.find(key)
      if (known?.externalId !== externalId)
        throw new EvencastError('CONFLICT', `Another prediction than ${externalId} was noted for the same image.`)
    },
    /** Records the end of a prediction with its final cost. */
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
    /** Returns the names of this actor's staged images. */
    async staged({ runId, actorId }: Owned): Promise<readonly string[]> {
      const rows = await db.rows(
        z.object({ staged: z.string() }),
        `SELECT result->>'staged' AS staged FROM fleet_calls WHERE run_id = $1 AND actor_id = $2 AND state = 'done'`,
        [runId, actorId],
      )
      return rows.map(({ staged }) => staged)
    },
    /** Deletes the intent of a request that was not sent or was refused, and releases its price. */
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

async function refusal(sql: Sql): Promise<EvencastError> {
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
