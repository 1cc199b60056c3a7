import type { Database } from 'better-sqlite3'
import { type Style, STYLES } from '../domain/style.ts'
import { json, readStep } from './read-row.ts'
import type { GenerateStep, Step, StepState } from './records.ts'

interface Columns {
  run_id: string
  n: number
  actor_id: string
  step_id: string
  kind: Step['kind']
  payload: string
  state: StepState
  filename: string | null
  label: string | null
  entry: string | null
  external_id: string | null
  asked_at: string | null
  may_repeat: number
  attempts: number
  allowed: number
  committed_usd: number
  made: string | null
  error: string | null
  undone: number
}

function toStep(row: Columns): Step {
  const { kind, filename, label, state, error } = row
  const payload = json(row.payload)
  const base = { runId: row.run_id, n: row.n, actorId: row.actor_id, stepId: row.step_id, state, error }
  return readStep({
    ...base,
    undone: row.undone === 1,
    kind,
    payload,
    filename,
    ...(kind === 'delete'
      ? { label, entry: json(row.entry) }
      : {
          externalId: row.external_id,
          askedAt: row.asked_at,
          mayRepeat: row.may_repeat === 1,
          attempts: row.attempts,
          allowed: row.allowed,
          committedUsd: row.committed_usd,
          made: json(row.made),
        }),
  })
}

/** Reads the steps of runs. */
export function stepTable(db: Database) {
  const one = db.prepare<[string, number], Columns>('SELECT * FROM run_steps WHERE run_id = ? AND n = ?')
  const ofActor = db.prepare<[string, string], Columns>(
    'SELECT * FROM run_steps INDEXED BY run_steps_of_actor WHERE run_id = ? AND actor_id = ? ORDER BY n',
  )
  const intended = db.prepare<[string], Columns>(
    `SELECT * FROM run_steps INDEXED BY run_steps_intended WHERE run_id = ? AND state = 'intended' ORDER BY n`,
  )
  const asked = db.prepare<[string], Columns>(
    `SELECT * FROM run_steps WHERE run_id = ? AND kind = 'generate' AND state IN ('pending', 'intended')
       AND (external_id IS NOT NULL OR asked_at IS NOT NULL) ORDER BY n`,
  )
  const uncertain = db.prepare<[string], { actorId: string; type: string }>(
    `SELECT actor_id AS actorId, payload ->> '$.type' AS type FROM run_steps INDEXED BY run_steps_failed
       WHERE run_id = ? AND state = 'failed' AND kind = 'generate' AND asked_at IS NOT NULL AND external_id IS NULL`,
  )
  const finished = db.prepare<[string], Columns>(
    `SELECT * FROM run_steps WHERE run_id = ? AND state IN ('done', 'failed') ORDER BY n`,
  )
  // CROSS JOIN keeps this order: usually there is no later run, and then no rows are read.
  const laterUse = db.prepare<[string], { runId: string; filename: string }>(
    `SELECT they.run_id AS runId, mine.filename FROM runs AS me
     CROSS JOIN runs AS they ON they.seq > me.seq
     CROSS JOIN run_steps AS other ON other.run_id = they.run_id
     CROSS JOIN run_steps AS mine INDEXED BY run_steps_of_file
       ON mine.actor_id = other.actor_id AND mine.filename = other.filename AND mine.run_id = me.run_id
     WHERE me.run_id = ? AND mine.state = 'done' AND mine.undone = 0
       AND other.state IN ('done', 'intended') AND other.undone = 0 LIMIT 1`,
  )
  const laterActor = db.prepare<[string], { runId: string; actorId: string }>(
    `SELECT they.run_id AS runId, mine.actor_id AS actorId FROM runs AS me
     CROSS JOIN runs AS they ON they.seq > me.seq
     CROSS JOIN run_actors AS other ON other.run_id = they.run_id AND other.touched = 1 AND other.undone = 0
     CROSS JOIN run_steps AS mine INDEXED BY run_steps_of_actor
       ON mine.run_id = me.run_id AND mine.actor_id = other.actor_id
     WHERE me.run_id = ? AND mine.state IN ('pending', 'intended', 'failed') LIMIT 1`,
  )
  return {
    get: (runId: string, n: number): Step | null => {
      const row = one.get(runId, n)
      return row ? toStep(row) : null
    },
    ofActor: (runId: string, actorId: string): Step[] => ofActor.all(runId, actorId).map(toStep),
    intended: (runId: string): Step[] => intended.all(runId).map(toStep),
    /** Returns open images that were requested already. */
    asked: (runId: string): GenerateStep[] =>
      asked
        .all(runId)
        .map(toStep)
        .filter((step) => step.kind === 'generate'),
    /** Returns failed images for which it is not known whether the service accepted the request. */
    uncertain: (runId: string): { readonly actorId: string; readonly style: Style }[] =>
      uncertain.all(runId).flatMap(({ actorId, type }) => {
        const style = STYLES.find((one) => one === type)
        return style === undefined ? [] : [{ actorId, style }]
      }),
    /** Returns done and failed steps, for the report. */
    finished: (runId: string): Step[] => finished.all(runId).map(toStep),
    /** Returns a later run that worked on a file that this run deleted or generated. */
    laterUseOfFiles: (runId: string) => laterUse.get(runId) ?? null,
    /** Returns a later run that changed an actor that this run has not finished. */
    laterUseOfActors: (runId: string) => laterActor.get(runId) ?? null,
  }
}
