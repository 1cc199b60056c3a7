import type { Database } from './database.ts'
import { decode } from './json.ts'

/** Purpose of a vision request: an assessment or captions, at once or as a batch, or the check of new pictures during a run. */
export type VisionRequestKind = 'now' | 'batch' | 'check' | 'captions' | 'captionBatch'
export type BatchKind = Extract<VisionRequestKind, 'batch' | 'captionBatch'>

/** `sending` and `waiting` apply to batches only: some of it may not be submitted yet, or all of it is. */
export type VisionRequestState = 'running' | 'sending' | 'waiting' | 'cancelling' | 'done' | 'stopped' | 'cancelled'

/** One vision request: its estimated and its actual cost, and its progress. */
export interface VisionRequestRow {
  readonly id: number
  readonly kind: VisionRequestKind
  readonly state: VisionRequestState
  readonly startedAt: string
  readonly endedAt: string | null
  readonly model: string
  /** Detail level in the settings at that time. */
  readonly detailLevel: string
  /** Id of the evaluator, with its version. */
  readonly evaluator: string
  /** Address of the server, only for comparison and never called: a library must not decide where keys are sent. */
  readonly server: string
  readonly actorIds: readonly string[]
  readonly images: number
  readonly requests: number
  /** Null when the price was not known. */
  readonly estimatedUsd: number | null
  readonly costUsd: number
  /** Number of requests with an unknown price, which the cost does not include. */
  readonly unpriced: number
  /** Why it ended as it did, or what it waits for. */
  readonly note: string | null
}

export type NewVisionRequest = Pick<
  VisionRequestRow,
  | 'kind'
  | 'state'
  | 'startedAt'
  | 'model'
  | 'detailLevel'
  | 'evaluator'
  | 'server'
  | 'actorIds'
  | 'images'
  | 'estimatedUsd'
>

interface Columns {
  id: number
  kind: string
  state: string
  started_at: string
  ended_at: string | null
  model: string
  closeness: string
  evaluator: string
  server: string
  actor_ids: string
  images: number
  requests: number
  estimated_usd: number | null
  cost_usd: number
  unpriced: number
  note: string | null
}

const toRow = (row: Columns): VisionRequestRow => ({
  id: row.id,
  // Only this file writes these values.
  kind: row.kind as VisionRequestKind,
  state: row.state as VisionRequestState,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  model: row.model,
  detailLevel: row.closeness,
  evaluator: row.evaluator,
  server: row.server,
  actorIds: decode<string[]>(row.actor_ids),
  images: row.images,
  requests: row.requests,
  estimatedUsd: row.estimated_usd,
  costUsd: row.cost_usd,
  unpriced: row.unpriced,
  note: row.note,
})

export type VisionRequestTable = ReturnType<typeof visionRequestTable>

/** Table of vision requests and their cost, updated with every answer, so that a crash loses no cent of the sum. */
export function visionRequestTable(db: Database) {
  const add = db.prepare<unknown[], { id: number }>(
    `INSERT INTO looks (kind, state, started_at, model, closeness, evaluator, server, actor_ids, images, estimated_usd)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  )
  const one = db.prepare<[number], Columns>('SELECT * FROM looks WHERE id = ?')
  const latest = db.prepare<[number], Columns>('SELECT * FROM looks ORDER BY id DESC LIMIT ?')
  const open = db.prepare<[], Columns>(
    "SELECT * FROM looks WHERE kind IN ('batch', 'captionBatch') AND state IN ('sending', 'waiting', 'cancelling') ORDER BY id",
  )
  const spend = db.prepare(
    'UPDATE looks SET requests = requests + 1, cost_usd = cost_usd + ?, unpriced = unpriced + ? WHERE id = ?',
  )
  const state = db.prepare('UPDATE looks SET state = ?, note = ?, ended_at = ? WHERE id = ?')
  const cut = db.prepare("UPDATE looks SET state = 'stopped', ended_at = ? WHERE state = 'running'")
  const parts = db.prepare<[number], { part: string }>('SELECT part FROM batch_parts WHERE look_id = ? ORDER BY n')
  const putPart = db.prepare('INSERT INTO batch_parts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET part = excluded.part')
  return {
    add: (row: NewVisionRequest): VisionRequestRow => {
      const { kind, startedAt, model, detailLevel, evaluator, server, actorIds, images, estimatedUsd } = row
      const ids = JSON.stringify(actorIds)
      const values = [kind, row.state, startedAt, model, detailLevel, evaluator, server, ids, images, estimatedUsd]
      const id = add.get(...values)?.id ?? 0
      return { ...row, id, endedAt: null, requests: 0, costUsd: 0, unpriced: 0, note: null }
    },
    get: (id: number): VisionRequestRow | null => {
      const row = one.get(id)
      return row ? toRow(row) : null
    },
    latest: (most: number): VisionRequestRow[] => latest.all(most).map(toRow),
    /** Returns unfinished batches, of one kind or both, the oldest first. */
    openBatches: (kind?: BatchKind): VisionRequestRow[] =>
      open
        .all()
        .map(toRow)
        .filter((row) => kind === undefined || row.kind === kind),
    /** Adds one request; null when its price is not known. */
    spend: (id: number, usd: number | null) => void spend.run(usd ?? 0, usd === null ? 1 : 0, id),
    setState: (id: number, next: VisionRequestState, note: string | null = null, endedAt: string | null = null) =>
      void state.run(next, note, endedAt, id),
    /** Ends the requests that an earlier process left running. */
    endInterrupted: (endedAt: string) => void cut.run(endedAt),
    /** Returns the parts of a batch; the evaluator defines their shape. */
    parts: (id: number): unknown[] => parts.all(id).map(({ part }) => decode<unknown>(part)),
    putPart: (id: number, n: number, part: unknown) => void putPart.run(id, n, JSON.stringify(part)),
  }
}
