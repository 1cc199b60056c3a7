import type { Measured } from '../domain/measures.ts'
import type { Database } from './database.ts'
import { decode } from './json.ts'

/** Size of the cache: an actor's measures are read several times while it is judged and planned. */
const KEPT = 256

export type MeasureTable = ReturnType<typeof measureTable>

/** Table of measures by content, so that a moved, renamed or restored image is never measured twice. */
export function measureTable(db: Database) {
  const one = db.prepare<[string, string], { measured: string }>(
    'SELECT measured FROM measures WHERE sha256 = ? AND evaluator = ?',
  )
  const has = db.prepare<[string, string], number>('SELECT 1 FROM measures WHERE sha256 = ? AND evaluator = ?').pluck()
  const any = db.prepare<[string], number>('SELECT 1 FROM measures WHERE evaluator = ? LIMIT 1').pluck()
  const put = db.prepare('INSERT INTO measures VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET measured = excluded.measured')
  const kept = new Map<string, Measured>()
  return {
    get: (sha256: string, evaluator: string): Measured | null => {
      const key = `${sha256} ${evaluator}`
      const known = kept.get(key)
      if (known) return known
      const row = one.get(sha256, evaluator)
      if (!row) return null
      const measured = decode<Measured>(row.measured)
      // Values read inside a transaction are not cached, because it may be rolled back.
      if (db.inTransaction) return measured
      const [oldest] = kept.keys()
      if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest)
      kept.set(key, measured)
      return measured
    },
    has: (sha256: string, evaluator: string): boolean => has.get(sha256, evaluator) !== undefined,
    /** Returns true when the evaluator has measured anything at all. */
    any: (evaluator: string): boolean => any.get(evaluator) !== undefined,
    put(sha256: string, evaluator: string, measured: Measured): void {
      kept.delete(`${sha256} ${evaluator}`)
      put.run(sha256, evaluator, JSON.stringify(measured))
    },
  }
}
