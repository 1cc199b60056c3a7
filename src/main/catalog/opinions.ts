import type { Opinion } from '../domain/opinion.ts'
import type { Database } from './database.ts'
import { decode } from './json.ts'

export type OpinionTable = ReturnType<typeof opinionTable>

/** Table of opinions by the image's content, the evaluator, and the base image used for comparison ("" without one). */
export function opinionTable(db: Database) {
  const one = db.prepare<[string, string, string], { opinion: string }>(
    'SELECT opinion FROM opinions WHERE sha256 = ? AND evaluator = ? AND base_sha256 = ?',
  )
  const put = db.prepare(
    'INSERT INTO opinions VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET opinion = excluded.opinion',
  )
  return {
    get: (sha256: string, evaluator: string, baseSha256: string | null): Opinion | null => {
      const row = one.get(sha256, evaluator, baseSha256 ?? '')
      return row ? decode<Opinion>(row.opinion) : null
    },
    put: (sha256: string, evaluator: string, baseSha256: string | null, opinion: Opinion) =>
      void put.run(sha256, evaluator, baseSha256 ?? '', JSON.stringify(opinion)),
  }
}
