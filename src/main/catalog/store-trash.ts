import type { Database } from './database.ts'
import { decode } from './json.ts'

export interface StoreTrashRow<R> {
  readonly id: number
  readonly trashId: string
  readonly key: string
  readonly bytes: number
  readonly why: 'image' | 'deleted' | 'replaced'
  /** ISO 8601. */
  readonly at: string
  readonly record: R | null
}

interface Stored {
  readonly id: number
  readonly trash_id: string
  readonly key: string
  readonly bytes: number
  readonly why: 'image' | 'deleted' | 'replaced'
  readonly at: string
  readonly record: string | null
}

export type StoreTrashTable<R> = ReturnType<typeof storeTrashTable<R>>

/** Table of this library's objects in the trash of one store, newest first. */
export function storeTrashTable<R>(db: Database, store: string) {
  const add = db.prepare(
    'INSERT INTO store_trash (store, trash_id, key, bytes, why, at, record) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const every = db.prepare<[string], Stored>('SELECT * FROM store_trash WHERE store = ? ORDER BY id DESC')
  const ofKey = db.prepare<[string, string], Stored>(
    "SELECT * FROM store_trash WHERE store = ? AND key = ? AND why <> 'replaced' ORDER BY id DESC",
  )
  const drop = db.prepare('DELETE FROM store_trash WHERE id = ?')
  const rowOf = ({ trash_id, record, ...rest }: Stored): StoreTrashRow<R> => ({
    ...rest,
    trashId: trash_id,
    record: record === null ? null : decode<R>(record),
  })
  return {
    add: ({ trashId, key, bytes, why, at, record }: Omit<StoreTrashRow<R>, 'id'>) =>
      void add.run(store, trashId, key, bytes, why, at, record && JSON.stringify(record)),
    all: (): StoreTrashRow<R>[] => every.all(store).map(rowOf),
    /** Returns the objects that were removed under this key. */
    ofKey: (key: string): StoreTrashRow<R>[] => ofKey.all(store, key).map(rowOf),
    drop: (id: number) => void drop.run(id),
  }
}
