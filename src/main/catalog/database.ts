import { rename } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import { EvencastError, messageOf } from '../domain/error.ts'

export type Database = Sqlite.Database

/** A feature's tables: each step runs once, in order, and is never edited after a release. */
export interface Schema {
  readonly name: string
  readonly steps: readonly string[]
}

/**
 * Opens the library's database and brings every schema up to date. The file is held exclusively until it is closed (or the
 * process dies), so that two processes never carry out runs in one library. Throws CONFLICT when another one holds it.
 */
export function openDatabase(file: string, schemas: readonly Schema[]): Database {
  const db = new Sqlite(file, { timeout: 0 })
  planOnce(db)
  try {
    // Before the first access: an exclusive WAL needs no shared-memory file either, which network drives cannot give.
    db.pragma('locking_mode = EXCLUSIVE')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    // The file may be a stranger's: what its schema calls is not trusted to do more than compute.
    db.pragma('trusted_schema = OFF')
    migrate(db, schemas)
    return db
  } catch (error) {
    db.close()
    if (codeOf(error) === 'SQLITE_BUSY') {
      throw new EvencastError(
        'CONFLICT',
        'This library is open in another Evencast window or command. Close that one first.',
        { cause: error },
      )
    }
    throw error
  }
}

/**
 * The catalog can be rebuilt from the folder, so a damaged one is kept aside instead of stopping the user.
 * Answers the warning to show, if any.
 */
export async function openOrRebuild(
  file: string,
  schemas: readonly Schema[],
): Promise<{ readonly db: Database; readonly warning: string | null }> {
  try {
    return { db: openDatabase(file, schemas), warning: null }
  } catch (error) {
    if (!['SQLITE_NOTADB', 'SQLITE_CORRUPT'].includes(codeOf(error))) throw error
    const aside = `${file}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`
    await rename(file, aside)
    const warning = `The catalog of this library was damaged (${messageOf(error)}) and is rebuilt from the folder; the old one is kept as ${aside}. Earlier edits can no longer be undone.`
    return { db: openDatabase(file, schemas), warning }
  }
}

/**
 * better-sqlite3 takes back what was bound after each run, and SQLite then plans a statement again whose plan could be better for certain
 * values: to find one row by `a = ?` took five times as long. Behind a sign, which changes nothing else, it looks at no value.
 */
function planOnce(db: Database): void {
  const prepare: (sql: string) => Sqlite.Statement = db.prepare.bind(db)
  const signed = (sql: string): string =>
    sql.replaceAll(/'[^']*'|\?|@\w+/g, (found) => (found.startsWith("'") ? found : `+${found}`))
  Object.assign(db, { prepare: (sql: string) => prepare(signed(sql)) })
}

function migrate(db: Database, schemas: readonly Schema[]): void {
  db.exec('CREATE TABLE IF NOT EXISTS schemas (name TEXT PRIMARY KEY, step INTEGER NOT NULL) STRICT')
  const stepOf = db.prepare<[string], { step: number }>('SELECT step FROM schemas WHERE name = ?')
  const setStep = db.prepare('INSERT INTO schemas VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET step = excluded.step')
  db.transaction(() => {
    for (const { name, steps } of schemas) {
      const done = stepOf.get(name)?.step ?? 0
      if (done > steps.length) {
        throw new EvencastError('BAD_INPUT', 'This library was used with a newer Evencast. Update Evencast to open it.')
      }
      for (const step of steps.slice(done)) db.exec(step)
      setStep.run(name, steps.length)
    }
  })()
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code.slice(0, 40) : ''
