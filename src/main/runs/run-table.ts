import type { Database } from 'better-sqlite3'
import { readMaker, readOptions, readReached } from './read-row.ts'
import type { RunReached } from '../domain/reached.ts'
import type { Failure, Maker, Run, RunOptions, RunState, StopReason } from './records.ts'

interface Columns {
  seq: number
  run_id: string
  state: RunState
  generator: string
  maker: string | null
  options: string
  estimated_usd: number
  cost_usd: number
  checks_usd: number
  active_ms: number
  begun_at: string | null
  reached: string | null
  started_at: string
  ended_at: string | null
  stop: StopReason | null
  note: string | null
  total: number
  left_deletions: number
  left_generations: number
  deleted: number
  generated: number
  failed: number
}

const toRun = (row: Columns): Run => ({
  seq: row.seq,
  runId: row.run_id,
  state: row.state,
  generator: row.generator,
  maker: readMaker(row.maker),
  options: readOptions(row.options),
  estimatedUsd: row.estimated_usd,
  costUsd: row.cost_usd,
  checksUsd: row.checks_usd,
  activeMs: row.active_ms,
  begunAt: row.begun_at,
  reached: readReached(row.reached),
  startedAt: row.started_at,
  endedAt: row.ended_at,
  stop: row.stop,
  note: row.note,
  total: row.total,
  leftDeletions: row.left_deletions,
  leftGenerations: row.left_generations,
  deleted: row.deleted,
  generated: row.generated,
  failed: row.failed,
})

/** Table of runs: their state, counters and cost. */
export function runTable(db: Database) {
  const add = db.prepare<[string, string, string, string, string]>(
    `INSERT INTO runs (run_id, state, generator, maker, options, started_at) VALUES (?, 'preparing', ?, ?, ?, ?)`,
  )
  const enlarge = db.prepare<[number, number, number, number, string]>(
    `UPDATE runs SET total = total + ?, left_deletions = left_deletions + ?, left_generations = left_generations + ?,
       estimated_usd = estimated_usd + ? WHERE run_id = ?`,
  )
  const remove = db.prepare<[string]>('DELETE FROM runs WHERE run_id = ?')
  const get = db.prepare<[string], Columns>('SELECT * FROM runs WHERE run_id = ?')
  const all = db.prepare<[], Columns>(`SELECT * FROM runs WHERE state <> 'preparing' ORDER BY seq DESC`)
  const inState = db.prepare<[RunState], Columns>('SELECT * FROM runs WHERE state = ? ORDER BY seq')
  const setState = db.prepare<[RunState, string]>('UPDATE runs SET state = ? WHERE run_id = ?')
  const begin = db.prepare<[string, string, string]>(
    `UPDATE runs SET state = 'running', options = ?, begun_at = ?, ended_at = NULL, stop = NULL, note = NULL, reached = NULL
     WHERE run_id = ?`,
  )
  const end = db.prepare<[RunState, string, StopReason | null, string | null, string]>(
    'UPDATE runs SET state = ?, ended_at = ?, stop = ?, note = ?, begun_at = NULL WHERE run_id = ?',
  )
  const spend = db.prepare<[number, string]>('UPDATE runs SET active_ms = active_ms + ? WHERE run_id = ?')
  const checks = db.prepare<[number, string]>('UPDATE runs SET checks_usd = checks_usd + ? WHERE run_id = ?')
  const reached = db.prepare<[string, string]>('UPDATE runs SET reached = ? WHERE run_id = ?')
  const failures = db.prepare<[string, string], Failure>(
    `SELECT actor_id AS actorId, 'manifest' AS step, error FROM run_actors INDEXED BY run_actors_failed WHERE run_id = ? AND error IS NOT NULL
     UNION ALL
     SELECT actor_id, step_id, coalesce(error, '') FROM run_steps INDEXED BY run_steps_failed WHERE run_id = ? AND state = 'failed'`,
  )
  return {
    add: ({
      runId,
      maker,
      options,
      startedAt,
    }: Pick<Run, 'runId' | 'options' | 'startedAt'> & { readonly maker: Maker }): void => {
      add.run(runId, maker.name, JSON.stringify(maker), JSON.stringify(options), startedAt)
    },
    /** Counts added steps. */
    enlarge: (runId: string, deletions: number, generations: number, estimatedUsd: number): void =>
      void enlarge.run(deletions + generations, deletions, generations, estimatedUsd, runId),
    remove: (runId: string): void => void remove.run(runId),
    get: (runId: string): Run | null => {
      const row = get.get(runId)
      return row ? toRun(row) : null
    },
    /** Returns the runs, newest first. */
    list: (): Run[] => all.all().map(toRun),
    inState: (state: RunState): Run[] => inState.all(state).map(toRun),
    setState: (runId: string, state: RunState): void => void setState.run(state, runId),
    begin: (runId: string, options: RunOptions, at: string): void => void begin.run(JSON.stringify(options), at, runId),
    /** Ends a run and adds up its working time, unless its process died, since the time of that is not known. */
    end: (runId: string, state: RunState, at: string, stop: StopReason | null, note: string | null): void =>
      db.transaction(() => {
        const begunAt = get.get(runId)?.begun_at ?? null
        if (begunAt !== null && stop !== 'died') spend.run(Math.max(0, Date.parse(at) - Date.parse(begunAt)), runId)
        end.run(state, at, stop, note, runId)
      })(),
    addChecks: (runId: string, usd: number): void => void checks.run(usd, runId),
    setReached: (runId: string, value: RunReached): void => void reached.run(JSON.stringify(value), runId),
    failures: (runId: string): Failure[] => failures.all(runId, runId),
  }
}
