import { accessSync, constants } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { EvencastError, messageOf } from '../domain/error.ts'

export type Database = Sqlite.Database

/** A feature's tables: each step runs once, in order, and is never edited after a release. */
export interface Schema {
  readonly name: string
  readonly steps: readonly string[]
}

/**
 * Opens the library's database and brings every schema up to date. The file is locked exclusively until it is closed (or the process dies),
 * so that two processes never execute runs in one library. Throws CONFLICT when another process has it open.
 */
export function openDatabase(file: string, schemas: readonly Schema[]): Database {
  const db = new Sqlite(file, { timeout: 0 })
  planOnce(db)
  try {
    // Set before the first access: an exclusive WAL needs no shared-memory file, which network drives cannot provide.
    db.pragma('locking_mode = EXCLUSIVE')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    // The file may be untrusted, so its schema may only call functions that compute.
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
    // SQLite reports a read-only disk as an I/O error. The system's own error tells it apart from a broken one.
    if (codeOf(error).startsWith('SQLITE_IOERR')) accessSync(dirname(file), constants.W_OK)
    throw error
  }
}

/**
 * Opens the database. The catalog can be rebuilt from the folder, so a damaged one is set aside instead of blocking the user. Returns the
 * warning to show, or null.
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
 * Keeps SQLite from planning statements again. better-sqlite3 clears the bound values after each run, and SQLite then plans a statement
 * again when certain values could have a better plan, which made a lookup by `a = ?` five times slower. A unary plus before each parameter
 * changes nothing else and hides its value from the planner.
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
