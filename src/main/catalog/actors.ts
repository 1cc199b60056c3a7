import type { Advice } from '../domain/shot.ts'
import type { Skipped } from '../domain/skipped.ts'
import type { SetCounts } from '../domain/set-counts.ts'
import type { Database } from './database.ts'
import { decode } from './json.ts'

/** Counts over one actor's images that depend on no setting; they are compared with the target when they are shown. */
export interface ActorSummary extends SetCounts {
  /** Number of images that a vision model was asked about without an answer. */
  readonly unanswered: number
}

export interface ActorRow {
  readonly actorId: string
  /** Name of the base image within its folder. */
  readonly baseFile: string | null
  readonly baseStamp: string | null
  readonly baseSha256: string | null
  readonly manifestStamp: string | null
  readonly lastIndex: number
  readonly problem: string | null
  readonly summary: ActorSummary | null
  /** Gaps of its set; null when too little is known. */
  readonly advice: Advice | null
  /** Files in its folder that are ignored. */
  readonly skipped: readonly Skipped[]
  /** True when its base image is a photograph; null when there is none, or it is not known. */
  readonly basePhotograph: boolean | null
  /** SHA-256 of all images in its base folder, as far as they were requested. */
  readonly baseImages: readonly string[]
}

interface Columns {
  actor_id: string
  base_file: string | null
  base_stamp: string | null
  base_sha256: string | null
  manifest_stamp: string | null
  last_index: number
  problem: string | null
  summary: string | null
  advice: string | null
  skipped: string | null
  base_photograph: number | null
  base_images: string | null
}

const toRow = (columns: Columns): ActorRow => ({
  actorId: columns.actor_id,
  baseFile: columns.base_file,
  baseStamp: columns.base_stamp,
  baseSha256: columns.base_sha256,
  manifestStamp: columns.manifest_stamp,
  lastIndex: columns.last_index,
  problem: columns.problem,
  summary: columns.summary === null ? null : decode<ActorSummary>(columns.summary),
  advice: columns.advice === null ? null : decode<Advice>(columns.advice),
  skipped: columns.skipped === null ? [] : decode<Skipped[]>(columns.skipped),
  basePhotograph: columns.base_photograph === null ? null : columns.base_photograph === 1,
  baseImages: columns.base_images === null ? [] : decode<string[]>(columns.base_images),
})

/** Size of the row cache: working on an actor reads its row a dozen times. */
const KEPT = 64

export type ActorTable = ReturnType<typeof actorTable>

export function actorTable(db: Database) {
  const add = db.prepare('INSERT INTO actors (actor_id) VALUES (?) ON CONFLICT DO NOTHING')
  const one = db.prepare<[string], Columns>('SELECT * FROM actors WHERE actor_id = ?')
  const all = db.prepare<[], Columns>('SELECT * FROM actors ORDER BY actor_id')
  const ids = db.prepare<[], string>('SELECT actor_id FROM actors').pluck()
  const drop = db.prepare('DELETE FROM actors WHERE actor_id = ?')
  const base = db.prepare(
    'UPDATE actors SET base_file = ?, base_stamp = ?, base_sha256 = NULL, base_photograph = NULL WHERE actor_id = ?',
  )
  const baseSha = db.prepare('UPDATE actors SET base_sha256 = ? WHERE actor_id = ?')
  const kept = new Map<string, ActorRow>()
  /** Runs a change of an actor's row and drops it from the cache. */
  const changing = <T>(actorId: string, change: () => T): T => {
    kept.delete(actorId)
    return change()
  }
  /** Creates a setter that writes nothing when the value is the same: writing it again would cost a page of the log. */
  const setter = (column: string) => {
    const update = db.prepare(`UPDATE actors SET ${column} = ? WHERE actor_id = ? AND ${column} IS NOT ?`)
    return (actorId: string, value: string | number | null): boolean =>
      changing(actorId, () => update.run(value, actorId, value).changes > 0)
  }
  const manifest = setter('manifest_stamp')
  const problem = setter('problem')
  const summary = setter('summary')
  const advice = setter('advice')
  const skipped = setter('skipped')
  const photograph = setter('base_photograph')
  const baseImages = setter('base_images')
  const index = db.prepare('UPDATE actors SET last_index = ? WHERE actor_id = ? AND last_index < ?')
  return {
    add: (actorId: string) => void add.run(actorId),
    get: (actorId: string): ActorRow | null => {
      const known = kept.get(actorId)
      if (known) return known
      const columns = one.get(actorId)
      if (!columns) return null
      const row = toRow(columns)
      // Rows read inside a transaction are not cached, because it may be rolled back.
      if (db.inTransaction) return row
      const [oldest] = kept.keys()
      if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest)
      kept.set(actorId, row)
      return row
    },
    all: (): ActorRow[] => all.all().map(toRow),
    ids: (): string[] => ids.all(),
    remove: (actorId: string) => void changing(actorId, () => drop.run(actorId)),
    /** Sets another base image, or none, and forgets what was known of its content. */
    setBase: (actorId: string, file: { readonly name: string; readonly stamp: string } | null) =>
      void changing(actorId, () => base.run(file?.name ?? null, file?.stamp ?? null, actorId)),
    setBaseSha256: (actorId: string, sha256: string) => void changing(actorId, () => baseSha.run(sha256, actorId)),
    setManifestStamp: (actorId: string, stamp: string | null) => void manifest(actorId, stamp),
    setProblem: (actorId: string, text: string | null) => void problem(actorId, text),
    setSummary: (actorId: string, value: ActorSummary) => void summary(actorId, JSON.stringify(value)),
    setAdvice: (actorId: string, value: Advice | null) =>
      void advice(actorId, value === null ? null : JSON.stringify(value)),
    /** Returns true when the value changed. */
    setSkipped: (actorId: string, value: readonly Skipped[]): boolean => skipped(actorId, JSON.stringify(value)),
    setBasePhotograph: (actorId: string, value: boolean | null) =>
      void photograph(actorId, value === null ? null : Number(value)),
    setBaseImages: (actorId: string, hashes: readonly string[]) => void baseImages(actorId, JSON.stringify(hashes)),
    /** Raises the highest index ever used; it never falls. */
    raiseLastIndex: (actorId: string, lastIndex: number) =>
      void changing(actorId, () => index.run(lastIndex, actorId, lastIndex)),
  }
}
