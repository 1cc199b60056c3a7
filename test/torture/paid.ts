import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { readTraining } from '../../src/main/training/training-record.ts'
import type { ReplicateDouble } from '../support/replicate/server.ts'
import { weightsOf } from '../support/replicate/trainings.ts'
import type { Finding } from './checker.ts'

/** The double's price of the model used. */
const PRICE_USD = 0.04

/** Compares the service's charges with the program's journal: the double's ledger against the database column, read directly. */
export function checkPaid(library: string, double: ReplicateDouble, since: number): readonly Finding[] {
  const { paidIds } = double.stats()
  const charged = paidIds.slice(since)
  const db = new Sqlite(join(library, '.evencast/catalog.db'), { readonly: true })
  try {
    const booked = db.prepare<[], { external_id: string | null; made: string | null; error: string | null }>(
      "SELECT external_id, made, error FROM run_steps WHERE kind = 'generate'",
    )
    const known = booked.all().flatMap(({ external_id: asked, made }) => {
      const parsed: unknown = made === null ? null : JSON.parse(made)
      const id =
        typeof parsed === 'object' && parsed !== null && 'predictionId' in parsed ? [String(parsed.predictionId)] : []
      return [...(asked === null ? [] : [asked]), ...id]
    })
    const costUsd = db.prepare<[], number>('SELECT coalesce(sum(cost_usd), 0) FROM runs').pluck().get() ?? 0
    const dueUsd = charged.length * PRICE_USD
    const unknown = charged.filter((id) => !known.includes(id))
    if (Math.abs(costUsd - dueUsd) < 0.001) return []
    return [
      {
        kind: 'paid twice',
        what: `$${dueUsd.toFixed(2)} were charged for ${charged.length} pictures and $${costUsd.toFixed(2)} are booked; not in the journal: ${unknown.join(', ') || 'none'}`,
      },
    ]
  } finally {
    db.close()
  }
}

/** Concurrent requests of a program, which a kill may lose. */
const UNDER_WAY = 4

/** Checks that captions were paid for once: apart from requests under way at a kill, as many were paid as saved. */
export function checkWritten(library: string, paid: number, kills: number): readonly Finding[] {
  const db = new Sqlite(join(library, '.evencast/catalog.db'), { readonly: true })
  try {
    const kept = db.prepare<[], number>('SELECT count(*) FROM written_captions').pluck().get() ?? 0
    const booked = db.prepare<[], number>("SELECT sum(requests) FROM looks WHERE kind = 'captions'").pluck().get() ?? 0
    return paid <= kept + kills * UNDER_WAY && booked >= kept
      ? []
      : [{ kind: 'paid twice', what: `${paid} captions were paid for, ${booked} booked and ${kept} kept` }]
  } finally {
    db.close()
  }
}

interface Batched {
  readonly batches: number
  readonly batchTokens: { readonly requests: number }
}

/** The columns of a batch's row that are checked: its status at the service and the images of its requests. */
const Part = z.object({
  batchId: z.string().nullable(),
  status: z.string(),
  requests: z.record(z.string(), z.object({ actorId: z.string(), images: z.array(z.unknown()).optional() }).loose()),
})

/**
 * Checks that batches finished, that the program knows each one at the service, that all answers are recorded, and that none was applied
 * twice.
 */
export function checkBatches(library: string, now: Batched, since: Batched): readonly Finding[] {
  const db = new Sqlite(join(library, '.evencast/catalog.db'), { readonly: true })
  try {
    const rows = db
      .prepare<[], { kind: string; state: string; requests: number }>(
        "SELECT kind, state, requests FROM looks WHERE kind IN ('batch', 'captionBatch')",
      )
      .all()
    const parts = db
      .prepare<[], { kind: string; part: string }>(
        'SELECT kind, part FROM batch_parts JOIN looks ON looks.id = look_id',
      )
      .all()
      .map(({ kind, part }) => ({ kind, ...Part.parse(JSON.parse(part)) }))
    const open = rows.filter(({ state }) => !['done', 'cancelled', 'stopped'].includes(state))
    const booked = rows.reduce((sum, { requests }) => sum + requests, 0)
    const [paid, made] = [now.batchTokens.requests - since.batchTokens.requests, now.batches - since.batches]
    const known = new Set(parts.flatMap(({ batchId }) => batchId ?? [])).size
    const asked = parts
      .filter(({ status }) => status === 'completed')
      .flatMap(({ kind, requests }) => Object.values(requests).map((one) => `${kind} ${JSON.stringify(one)}`))
    const twice = asked.length - new Set(asked).size
    return [
      ...open.map(({ kind, state }): Finding => ({ kind: 'broken', what: `a ${kind} is left ${state}` })),
      ...(made === known && paid === booked && twice === 0
        ? []
        : [
            {
              kind: 'paid twice' as const,
              what: `${made} batches at the service and ${known} known, ${paid} requests answered and ${booked} booked, ${twice} of them twice`,
            },
          ]),
    ]
  } finally {
    db.close()
  }
}

/** Checks that a single training was started, however often the program was killed, and that its weights are complete. */
export async function checkTrained(dir: string, double: ReplicateDouble, since: number): Promise<readonly Finding[]> {
  const taken = double.stats().trainings.slice(since)
  const [first] = taken
  const record = await readTraining(dir)
  if (taken.length !== 1 || !first || record?.training_id !== first.id)
    return [
      { kind: 'paid twice', what: `${taken.length} trainings were started; in the journal: ${record?.training_id}` },
    ]
  const weights = await readFile(join(dir, 'weights', record.weights ?? '')).catch(() => Buffer.alloc(0))
  return weights.equals(weightsOf(first.id)) ? [] : [{ kind: 'half', what: 'the weights are not whole' }]
}
