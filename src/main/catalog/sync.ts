import type { Database } from './database.ts'
import { decode } from './json.ts'

/** Table of the last synced state with one store, by key. The store defines the shape of the records. */
export function syncTable<R>(db: Database, store: string) {
  const one = db.prepare<[string, string], { record: string }>('SELECT record FROM sync WHERE store = ? AND key = ?')
  const next = db.prepare<[string, string, number], { key: string; record: string }>(
    'SELECT key, record FROM sync WHERE store = ? AND key > ? ORDER BY key LIMIT ?',
  )
  const put = db.prepare('INSERT INTO sync VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record')
  const drop = db.prepare('DELETE FROM sync WHERE store = ? AND key = ?')
  return {
    get: (key: string): R | undefined => {
      const row = one.get(store, key)
      return row && decode<R>(row.record)
    },
    /** Returns the next records after a key, in key order. */
    page: (after: string, size: number): readonly (readonly [key: string, record: R])[] =>
      next.all(store, after, size).map(({ key, record }) => [key, decode<R>(record)] as const),
    set: (key: string, record: R) => void put.run(store, key, JSON.stringify(record)),
    remove: (key: string) => void drop.run(store, key),
  }
}
