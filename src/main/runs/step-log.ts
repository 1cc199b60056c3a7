import type { Database } from 'better-sqlite3'
import type { ManifestImage } from '../domain/manifest.ts'
import { NOT_REPLACED } from './not-replaced.ts'
import type { GenerateStep, Made, Step, StepState } from './records.ts'

export type NewStep =
  | Pick<Extract<Step, { kind: 'delete' }>, 'kind' | 'actorId' | 'stepId' | 'payload'>
  | Pick<GenerateStep, 'kind' | 'actorId' | 'stepId' | 'payload'>

type Key = Pick<Step, 'runId' | 'n'>

/** Writes the steps of runs: every intent before its action, every cost the moment it arises. */
export function stepLog(db: Database, attemptsAllowed: number) {
  const insert = db.prepare<[string, number, string, string, string, string, string | null, number]>(
    'INSERT INTO run_steps (run_id, n, actor_id, step_id, kind, payload, filename, allowed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const set = <P extends unknown[]>(assignments: string, where = 'run_id = ? AND n = ?') =>
    db.prepare<[...P, string, number]>(`UPDATE run_steps SET ${assignments} WHERE ${where}`)
  const label = set<[string]>('label = ?')
  const entry = set<[string | null]>(`state = 'intended', entry = ?`)
  const reserve = set<[string]>(`state = 'intended', filename = ?`)
  const ask = set<[string]>(`state = 'intended', asked_at = coalesce(asked_at, ?), may_repeat = 0`)
  const external = set<[string, number]>('cost_usd = cost_usd + committed_usd, external_id = ?, committed_usd = ?')
  const reject = set<[string, number]>(
    `attempts = attempts + 1, external_id = NULL, asked_at = NULL, may_repeat = 0, committed_usd = 0, error = ?, cost_usd = cost_usd + ?`,
  )
  const accept = set<[string, number]>('made = ?, committed_usd = 0, cost_usd = cost_usd + ?')
  const lose = set<[number, number]>('made = NULL, committed_usd = ?, cost_usd = cost_usd - ?')
  const finish = set<[StepState, string | null]>(
    'state = ?, error = ?',
    `run_id = ? AND n = ? AND state IN ('pending', 'intended')`,
  )
  const attempt = set<[number, number]>('attempts = ?, allowed = ?')
  const undone = set<[number]>('undone = ?')
  const bill = db.prepare<[number, string]>('UPDATE runs SET cost_usd = cost_usd + ? WHERE run_id = ?')
  const tally = db.prepare<[number, number, number, number, number, string]>(
    `UPDATE runs SET left_deletions = left_deletions - ?, left_generations = left_generations - ?,
       deleted = deleted + ?, generated = generated + ?, failed = failed + ? WHERE run_id = ?`,
  )
  const settle = db.prepare<[string]>(
    `UPDATE run_steps INDEXED BY run_steps_intended SET state = 'pending' WHERE run_id = ? AND state = 'intended'`,
  )
  const retry = db.prepare<[number, string]>(
    // A person retries, knowing the reasons. Deletions that were skipped for lack of a replacement become pending again, too.
    `UPDATE run_steps SET state = 'pending', error = NULL, may_repeat = 1, allowed = attempts + ?
     WHERE run_id = ? AND (state = 'failed' OR (state = 'skipped' AND kind = 'delete' AND error = '${NOT_REPLACED}'))`,
  )
  const retally = db.prepare<{ runId: string }>(
    `UPDATE runs SET failed = 0,
       left_deletions = (SELECT count(*) FROM run_steps WHERE run_id = @runId AND kind = 'delete' AND state = 'pending'),
       left_generations = (SELECT count(*) FROM run_steps WHERE run_id = @runId AND kind = 'generate' AND state = 'pending')
     WHERE run_id = @runId`,
  )
  /** Updates step and cost in one transaction, so that they cannot disagree. */
  const billed = (runId: string, usd: number, write: () => void): void =>
    db.transaction(() => {
      write()
      bill.run(usd, runId)
    })()
  const rejected = (step: GenerateStep, why: string, costUsd: number): void =>
    billed(step.runId, costUsd - step.committedUsd, () => reject.run(why, costUsd, step.runId, step.n))
  /** Finishes a step; a later call changes nothing. */
  const finished = (step: Step, state: 'done' | 'failed' | 'skipped', error: string | null): void =>
    db.transaction(() => {
      if (finish.run(state, error, step.runId, step.n).changes === 0) return
      const [d, g] = step.kind === 'delete' ? [1, 0] : [0, 1]
      const done = state === 'done' ? 1 : 0
      tally.run(d, g, d * done, g * done, state === 'failed' ? 1 : 0, step.runId)
    })()

  return {
    add: (runId: string, n: number, step: NewStep): void => {
      const filename = step.kind === 'delete' ? step.payload.filename : null
      const payload = JSON.stringify(step.payload)
      insert.run(runId, n, step.actorId, step.stepId, step.kind, payload, filename, attemptsAllowed)
    },
    setLabel: (step: Key, text: string): void => void label.run(text, step.runId, step.n),
    intendDeletion: (step: Key, gone: ManifestImage | null): void =>
      void entry.run(gone && JSON.stringify(gone), step.runId, step.n),
    reserve: (step: Key, filename: string): void => void reserve.run(filename, step.runId, step.n),
    /** Continues a step with this attempt as its only one. */
    onlyAttempt: (step: Key, attempts: number): void => void attempt.run(attempts, attempts + 1, step.runId, step.n),
    /** Records that the attempt is about to be requested. Keeps the time of the first call for it. */
    ask: (step: Key, at: string): void => void ask.run(at, step.runId, step.n),
    /**
     * Records a paid prediction. It is on disk when this returns, even after a power failure; all other writes only survive the process.
     */
    external: (step: Key, externalId: string, usd: number): void => {
      const usual: unknown = db.pragma('synchronous', { simple: true })
      db.pragma('synchronous = FULL')
      billed(step.runId, usd, () => external.run(externalId, usd, step.runId, step.n))
      db.pragma(`synchronous = ${Number(usual)}`)
    },
    /** Records that the attempt failed, so that the next one starts fresh. `costUsd` is its total cost. */
    reject: (step: GenerateStep, why: string, costUsd: number): void => rejected(step, why, costUsd),
    /** Records that the attempt failed and no other can help, in one write: a crash between two writes would cause another attempt. */
    refuse: (step: GenerateStep, why: string, costUsd: number): void =>
      db.transaction(() => {
        rejected(step, why, costUsd)
        finished(step, 'failed', why)
      })(),
    accept: (step: GenerateStep, made: Made): void =>
      billed(step.runId, made.costUsd - step.committedUsd, () =>
        accept.run(JSON.stringify(made), made.costUsd, step.runId, step.n),
      ),
    /** Records that an accepted picture never reached the disk. One that can be fetched again is not charged again. */
    lose: (step: GenerateStep): void => {
      const usd = step.externalId === null ? 0 : (step.made?.costUsd ?? 0)
      lose.run(usd, usd, step.runId, step.n)
    },
    finish: finished,
    setUndone: (step: Key, value: boolean): void => void undone.run(value ? 1 : 0, step.runId, step.n),
    /** Makes intended steps that are not done pending again. */
    settle: (runId: string): void => void settle.run(runId),
    retryFailed: (runId: string): void =>
      db.transaction(() => {
        settle.run(runId)
        retry.run(attemptsAllowed, runId)
        retally.run({ runId })
      })(),
  }
}
