import type { Measured } from '../domain/measures.ts'
import type { Database } from './database.ts'
import { decode } from './json.ts'

export type MeasureTable = ReturnType<typeof measureTable>

/** Measures by content, so that a moved, renamed or restored image is never measured twice. */
export function measureTable(db: Database) {
  const one = db.prepare<[string, string], { measured: string }>(
    'SELECT measured FROM measures WHERE sha256 = ? AND evaluator = ?',
  )
  const has = db.prepare<[string, string], number>('SELECT 1 FROM measures WHERE sha256 = ? AND evaluator = ?').pluck()
  const any = db.prepare<[string], number>('SELECT 1 FROM measures WHERE evaluator = ? LIMIT 1').pluck()
  const put = db.prepare('INSERT INTO measures VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET measured = excluded.measured')
  return {
    get: (sha256: string, evaluator: string): Measured | null => {
      const row = one.get(sha256, evaluator)
      return row ? decode<Measured>(row.measured) : null
    },
    has: (sha256: string, evaluator: string): boolean => has.get(sha256, evaluator) !== undefined,
    /** Whether it has measured anything at all. */
    any: (evaluator: string): boolean => any.get(evaluator) !== undefined,
    put: (sha256: string, evaluator: string, measured: Measured) =>
      void put.run(sha256, evaluator, JSON.stringify(measured)),
  }
}
