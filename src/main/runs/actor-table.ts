import type { Database } from 'better-sqlite3'
import type { RunActor } from './records.ts'

interface Columns {
  actor_id: string
  fingerprint: string
  room: number | null
  touched: number
  completed: number
  manifest_before: Buffer | null
  manifest_after: Buffer | null
  digest_before: string | null
  digest_to: string | null
  interfered: number
  error: string | null
  undone: number
}

const toActor = (row: Columns): RunActor => ({
  actorId: row.actor_id,
  fingerprint: row.fingerprint,
  room: row.room,
  touched: row.touched === 1,
  completed: row.completed === 1,
  manifestBefore: row.manifest_before,
  manifestAfter: row.manifest_after,
  digestBefore: row.digest_before,
  digestTo: row.digest_to,
  interfered: row.interfered === 1,
  error: row.error,
  undone: row.undone === 1,
})

/** Table of a run's actors: their manifests before the run, and each actor's progress. */
export function actorTable(db: Database) {
  const add = db.prepare<[string, string, number, string, number | null]>(
    'INSERT INTO run_actors (run_id, actor_id, position, fingerprint, room) VALUES (?, ?, ?, ?, ?)',
  )
  const ids = db.prepare<[string], string>('SELECT actor_id FROM run_actors WHERE run_id = ? ORDER BY position').pluck()
  const idsByWork = db
    .prepare<[string], string>(
      `SELECT actor_id FROM run_actors AS actor WHERE run_id = ? ORDER BY NOT EXISTS (
         SELECT 1 FROM run_steps INDEXED BY run_steps_of_actor WHERE run_id = actor.run_id AND actor_id = actor.actor_id
           AND kind = 'generate' AND state IN ('pending', 'intended')), position`,
    )
    .pluck()
  const through = db
    .prepare<[string], string>(
      `SELECT actor_id FROM run_actors AS actor WHERE run_id = ? AND completed = 1 AND NOT EXISTS (
         SELECT 1 FROM run_steps INDEXED BY run_steps_of_actor WHERE run_id = actor.run_id AND actor_id = actor.actor_id
           AND state IN ('pending', 'intended')) ORDER BY position`,
    )
    .pluck()
  const get = db.prepare<[string, string], Columns>('SELECT * FROM run_actors WHERE run_id = ? AND actor_id = ?')
  const toUndo = db
    .prepare<[string], string>(
      'SELECT actor_id FROM run_actors WHERE run_id = ? AND touched = 1 AND undone = 0 ORDER BY position',
    )
    .pluck()
  const toRedo = db
    .prepare<[string], string>(
      'SELECT actor_id FROM run_actors WHERE run_id = ? AND touched = 1 AND undone = 1 ORDER BY position',
    )
    .pluck()
  const touch = db.prepare<[Uint8Array | null, string, string, string, string, string]>(
    `UPDATE run_actors SET touched = 1, manifest_before = ?, digest_before = ?, digest_from = ?, digest_to = ?
     WHERE run_id = ? AND actor_id = ?`,
  )
  const intend = db.prepare<{ from: string; to: string; runId: string; actorId: string }>(
    `UPDATE run_actors SET interfered = interfered OR NOT (@from = digest_from OR @from = digest_to),
       digest_from = @from, digest_to = @to WHERE run_id = @runId AND actor_id = @actorId`,
  )
  const complete = db.prepare<[string, string]>('UPDATE run_actors SET completed = 1 WHERE run_id = ? AND actor_id = ?')
  const fail = db.prepare<[string | null, string, string]>(
    'UPDATE run_actors SET error = ? WHERE run_id = ? AND actor_id = ?',
  )
  const clearErrors = db.prepare<[string]>('UPDATE run_actors SET error = NULL WHERE run_id = ? AND error IS NOT NULL')
  const keepAfter = db.prepare<[Uint8Array, string, string]>(
    'UPDATE run_actors SET manifest_after = coalesce(manifest_after, ?) WHERE run_id = ? AND actor_id = ?',
  )
  const setUndone = db.prepare<[string, string]>('UPDATE run_actors SET undone = 1 WHERE run_id = ? AND actor_id = ?')
  const setRedone = db.prepare<[string, string]>(
    'UPDATE run_actors SET undone = 0, manifest_after = NULL WHERE run_id = ? AND actor_id = ?',
  )
  return {
    /** Adds an actor. `room`: how many images may be deleted before any is generated; null for as many as planned. */
    add: (runId: string, actorId: string, position: number, fingerprint: string, room: number | null): void =>
      void add.run(runId, actorId, position, fingerprint, room),
    ids: (runId: string): string[] => ids.all(runId),
    /** Returns the actors with images to generate first, so that the others are done while a generator works. */
    idsByWork: (runId: string): string[] => idsByWork.all(runId),
    /** Returns the actors with nothing left to do. */
    through: (runId: string): string[] => through.all(runId),
    get: (runId: string, actorId: string): RunActor | null => {
      const row = get.get(runId, actorId)
      return row ? toActor(row) : null
    },
    /** Returns the actors that the run touched and that are not undone yet. */
    toUndo: (runId: string): string[] => toUndo.all(runId),
    /** Returns the actors that are fully undone. */
    toRedo: (runId: string): string[] => toRedo.all(runId),
    touch: (runId: string, actorId: string, bytes: Uint8Array | null, digest: string): void =>
      void touch.run(bytes, digest, digest, digest, runId, actorId),
    /**
     * Records that the manifest is about to change from one digest to another; when the current digest is neither the last `from` nor `to`,
     * somebody else has changed the manifest.
     */
    intend: (runId: string, actorId: string, from: string, to: string): void =>
      void intend.run({ from, to, runId, actorId }),
    complete: (runId: string, actorId: string): void => void complete.run(runId, actorId),
    fail: (runId: string, actorId: string, error: string): void => void fail.run(error, runId, actorId),
    clearErrors: (runId: string): void => void clearErrors.run(runId),
    /** Keeps the manifest as the run left it, before it is undone; only the first call counts. */
    keepAfter: (runId: string, actorId: string, bytes: Uint8Array): void => void keepAfter.run(bytes, runId, actorId),
    setUndone: (runId: string, actorId: string): void => void setUndone.run(runId, actorId),
    setRedone: (runId: string, actorId: string): void => void setRedone.run(runId, actorId),
  }
}
