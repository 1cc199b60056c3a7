import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { NAMED, readFacts, storeFacts } from './edit-facts.ts'
import type { Operation } from './records.ts'

interface RunFacts {
  readonly runId: string
  readonly actors: number
  readonly deleted: number
  readonly generated: number
  /** True while the run is in progress. */
  readonly running: boolean
}

/** An edit or a run in their common order. Later ones have a higher `seq`. */
export interface TimelineEntry {
  readonly seq: number
  readonly at: string
  readonly undone: boolean
  /** True when it was undone and other work was done since, so that it cannot be redone. */
  readonly ended: boolean
  /** The first of its actors. */
  readonly actorIds: readonly string[]
  /** Culling that an edit is part of; null for a separate edit. */
  readonly cullingId: string | null
  readonly what: { readonly editId: number; readonly name: string; readonly kind: Operation['kind'] } | RunFacts
}

interface Columns {
  seq: number
  at: string
  undone: number
  ended: number
  edit_id: number | null
  name: string | null
  kind: string | null
  actors: string | null
  cullingId: string | null
  run_id: string | null
  deleted: number | null
  generated: number | null
  running: number
}

const ENTRIES = `SELECT timeline.seq, coalesce(edits.at, runs.started_at) AS at, coalesce(edits.state, runs.state) = 'undone' AS undone,
    ended, edit_id, sitting AS cullingId, name, kind, actors, timeline.run_id, deleted, generated,
    coalesce(runs.state, '') IN ('running', 'cancelling') AS running
  FROM timeline LEFT JOIN edits ON edits.id = edit_id LEFT JOIN runs ON runs.run_id = timeline.run_id`
const LIVE = `coalesce(edits.state, runs.state) NOT IN ('undone', 'preparing')`
/** Guards against invalid rows: SQLite throws for a path into a value that is not JSON. */
const OPERATION = `iif(operation.type = 'object', operation.value, '{}')`
const UNDONE = `coalesce(edits.state, runs.state) = 'undone'`

export type Timeline = ReturnType<typeof createTimeline>

/** Reads edits and runs in their common order. */
export function createTimeline(db: Database) {
  const newest = db.prepare<[], Columns>(`${ENTRIES} WHERE ${LIVE} ORDER BY timeline.seq DESC LIMIT 1`)
  const oldestUndone = db.prepare<[number], Columns>(
    `${ENTRIES} WHERE ${UNDONE} AND NOT ended AND timeline.seq > ? ORDER BY timeline.seq LIMIT 1`,
  )
  const bySeq = db.prepare<[number], Columns>(`${ENTRIES} WHERE timeline.seq = ?`)
  const before = db.prepare<[number, number], Columns>(
    `${ENTRIES} WHERE timeline.seq < ? AND coalesce(runs.state, '') <> 'preparing' ORDER BY timeline.seq DESC LIMIT ?`,
  )
  const ofRun = db
    .prepare<[string, number], string>('SELECT actor_id FROM run_actors WHERE run_id = ? ORDER BY position LIMIT ?')
    .pluck()
  const countOfRun = db.prepare<[string], number>('SELECT count(*) FROM run_actors WHERE run_id = ?').pluck()
  const laterEdit = db
    .prepare<[string], string>(
      `SELECT edits.name FROM timeline AS me
       JOIN timeline AS they ON they.seq > me.seq
       JOIN whole_edits AS edits ON edits.id = they.edit_id AND edits.state <> 'undone'
       JOIN json_each(iif(json_valid(operations), operations, '[]')) AS operation
         ON ${OPERATION} ->> '$.kind' IN ('move', 'trash', 'restore')
       JOIN run_steps ON run_steps.actor_id = ${OPERATION} ->> '$.actorId'
         AND run_steps.filename = ${OPERATION} ->> '$.filename'
         AND run_steps.run_id = me.run_id AND run_steps.state = 'done' AND run_steps.undone = 0
       WHERE me.run_id = ? ORDER BY they.seq LIMIT 1`,
    )
    .pluck()

  const storeFactsOf = storeFacts(db)

  function toEntry(row: Columns): TimelineEntry {
    const base = {
      seq: row.seq,
      at: row.at,
      undone: row.undone === 1,
      ended: row.ended === 1,
      cullingId: row.cullingId,
    }
    if (row.run_id !== null) {
      const { run_id: runId, deleted, generated } = row
      const actors = countOfRun.get(runId) ?? 0
      const what = { runId, actors, deleted: deleted ?? 0, generated: generated ?? 0, running: row.running === 1 }
      return { ...base, actorIds: ofRun.all(runId, NAMED), what }
    }
    const editId = row.edit_id ?? 0
    const { kind, actorIds } = readFacts(row) ?? storeFactsOf(editId)
    return { ...base, actorIds, what: { editId, name: row.name ?? '', kind } }
  }
  const one = (row: Columns | undefined): TimelineEntry | null => (row ? toEntry(row) : null)
  const nextUndo = (): TimelineEntry | null => one(newest.get())
  return {
    /** Returns the latest entry that is not undone. */
    nextUndo,
    /** Returns the oldest undone entry that can be redone. */
    nextRedo: (): TimelineEntry | null => one(oldestUndone.get(newest.get()?.seq ?? 0)),
    /** Returns the name of a later edit that moved or deleted a file of this run. */
    laterEditOfFiles: (runId: string): string | null => laterEdit.get(runId) ?? null,
    get: (seq: number): TimelineEntry | null => one(bySeq.get(seq)),
    /**
     * Returns entries older than `seq`, newest first. Other work runs after each edit of an earlier version, which has to be read as a
     * whole.
     */
    async list(limit: number, seq = Number.MAX_SAFE_INTEGER): Promise<TimelineEntry[]> {
      const entries: TimelineEntry[] = []
      for (const row of before.all(seq, limit)) {
        entries.push(toEntry(row))
        if (row.edit_id !== null && row.kind === null) await breathe()
      }
      return entries
    },
  }
}
