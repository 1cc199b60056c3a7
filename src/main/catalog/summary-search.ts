import type { Filter } from '../domain/filter/filter.ts'
import type { Named } from '../domain/find-name.ts'
import type { Sort } from '../domain/image-order.ts'
import type { Database } from './database.ts'
import { filterWhere, registerFolding, type Where } from './filter-where.ts'

/** A position in the order of actors and file names. */
export interface Place {
  readonly actor_id: string
  readonly sort_key: string
  readonly image_id: number
}

/** A found image with its sort value, which is the actor when sorting by name; null comes last. */
export interface Found {
  readonly image_id: number
  readonly rank: number | string | null
}

const BEFORE_ALL: Place = { actor_id: '', sort_key: '', image_id: 0 }
const KEY = '(actor_id, sort_key, image_id)'

/** `placeOf` in SQL: the order for culling. */
const DOUBT = `1001 * CASE WHEN decided_by IS 'human' THEN 5 - (unsure AND verdict IS NOT 'reject')
    WHEN verdict IS 'reject' THEN 3 WHEN unsure = 1 OR verdict IS NULL THEN 0 WHEN verdict = 'review' THEN 1 ELSE 2 END
  + CASE WHEN confidence IS NULL THEN 1000 ELSE CAST(round(min(1.0, max(0.0, confidence)) * 999) AS INTEGER) END`

const RANKS: Readonly<Record<Sort, string>> = {
  name: 'actor_id',
  doubt: DOUBT,
  quality: 'quality',
  date: 'date_ms',
  similarity: 'hashes',
  face: 'face',
}

export type SummarySearch = ReturnType<typeof summarySearch>

/**
 * Searches all summaries, one slice at a time, so that the process can do other work in between. Slices follow the order of actors and of
 * their file names.
 */
export function summarySearch(db: Database) {
  registerFolding(db)
  // Images that match `like:` filters, by similarity. Exists as long as the library is open.
  db.exec(
    'CREATE TEMP TABLE likes (sought TEXT, image_id INTEGER, near REAL, PRIMARY KEY (sought, image_id)) STRICT, WITHOUT ROWID',
  )
  const unlike = db.prepare('DELETE FROM temp.likes WHERE sought = ?')
  const like = db.prepare('INSERT INTO temp.likes VALUES (?, ?, ?)')
  const end = db.prepare<unknown[], Place>(
    `SELECT actor_id, sort_key, image_id FROM cards WHERE ${KEY} > (?, ?, ?) ORDER BY actor_id, sort_key, image_id
     LIMIT 1 OFFSET ?`,
  )
  const last = db.prepare<[], Place>(
    'SELECT actor_id, sort_key, image_id FROM cards ORDER BY actor_id DESC, sort_key DESC, image_id DESC LIMIT 1',
  )
  const changes = db.prepare<[], { n: number }>('SELECT total_changes() AS n')
  const place = ({ actor_id, sort_key, image_id }: Place) => [actor_id, sort_key, image_id]

  return {
    /** Returns a value that changes with any change of the database. */
    state: (): number => changes.get()?.n ?? 0,
    /** Sets the images that `like:` with this text finds from now on. */
    setLikes(sought: string, found: readonly { readonly imageId: number; readonly near: number }[]): void {
      db.transaction(() => {
        unlike.run(sought)
        for (const { imageId, near } of found) like.run(sought, imageId, near)
      })()
    },
    /** Yields the bounds of slices of `size` images; nothing when there are none. */
    *slices(size: number): Generator<readonly [Place, Place]> {
      let from = BEFORE_ALL
      for (let to = end.get(...place(from), size - 1); to; to = end.get(...place(from), size - 1)) {
        yield [from, to]
        from = to
      }
      const rest = last.get()
      if (rest && rest.image_id !== from.image_id) yield [from, rest]
    },
    /** Returns a function that searches one slice for images. */
    finder(filter: Filter, by: Sort | { readonly like: string }): (from: Place, to: Place) => readonly Found[] {
      const where = filterWhere(filter)
      const near = '(SELECT -near FROM temp.likes WHERE sought = ? AND likes.image_id = cards.image_id)'
      const ranked = typeof by === 'string' ? [] : [by.like]
      const find = db.prepare<unknown[], Found>(
        `SELECT image_id, ${typeof by === 'string' ? RANKS[by] : near} AS rank FROM cards WHERE ${KEY} > (?, ?, ?) AND ${KEY} <= (?, ?, ?) AND ${where.sql}
         ORDER BY actor_id, sort_key, image_id`,
      )
      return (from, to) => find.all(...ranked, ...place(from), ...place(to), ...where.values)
    },
    /** Returns a function that searches one slice for file names. */
    names(filter: Filter): (from: Place, to: Place) => readonly Named[] {
      const where = filterWhere(filter)
      const find = db.prepare<unknown[], Named>(
        `SELECT CAST(image_id AS TEXT) AS imageId, filename FROM cards WHERE ${KEY} > (?, ?, ?) AND ${KEY} <= (?, ?, ?) AND ${where.sql}`,
      )
      return (from, to) => find.all(...place(from), ...place(to), ...where.values)
    },
    /** Returns a function that counts the matches of each filter in one slice. */
    counter(filters: readonly Filter[]): (from: Place, to: Place) => readonly number[] {
      const wheres: readonly Where[] = filters.map(filterWhere)
      const counts = db
        .prepare<unknown[], number[]>(
          `SELECT ${wheres.map(({ sql }) => `count(*) FILTER (WHERE ${sql})`).join(', ')} FROM cards WHERE ${KEY} > (?, ?, ?) AND ${KEY} <= (?, ?, ?)`,
        )
        .raw()
      const values = wheres.flatMap((where) => where.values)
      return (from, to) => counts.get(...values, ...place(from), ...place(to)) ?? []
    },
  }
}
