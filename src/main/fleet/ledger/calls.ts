import { z } from 'zod'
import { EvencastError } from '../../domain/error.ts'
import type { CallFailure, CallJournal } from '../../runs/call-journal.ts'
import type { Database, Sql } from './connect.ts'

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
const OF_CALL = COLUMNS.split(', ')
  .map((column) => `(call).${column}`)
  .join(', ')
const OWNER = 'SELECT 1 FROM fleet_actors WHERE run_id = $3 AND actor_id = $4 AND fence = $2 FOR SHARE'

/** What became of a reservation; a call goes with the first two. */
const Answer = z.union([
  Call.extend({ outcome: z.enum(['known', 'new']) }),
  z.object({ outcome: z.enum(['lost', 'no limits', 'full', 'refused']) }),
])

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
    /** An intent that never arrived is meant again, by its new owner. */
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
     * Step 2: whether the request may still leave; an heir counts its time-out from now. Throws CONFLICT when the actor, or the intent,
     * is another's by now.
     */
    async confirm(key: string, { runId, actorId, fence }: Owned): Promise<void> {
      const found = await db.run(
        `WITH owner AS (${OWNER}) UPDATE fleet_calls SET asked_at = clock_timestamp() FROM owner WHERE key = $1 AND state = 'asked' AND fence = $2`,
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
