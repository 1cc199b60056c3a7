import type { Database } from 'better-sqlite3'
import { actorTable } from './actor-table.ts'
import { runTable } from './run-table.ts'
import { stepLog } from './step-log.ts'
import { stepTable } from './step-table.ts'

/** Pictures that one step may request, including the first. */
const ATTEMPTS = 4

export type Journal = ReturnType<typeof createJournal>

/** Journal of all runs: what is intended, done and paid. Every call is one small transaction, durable when it returns. */
export function createJournal(db: Database) {
  return {
    runs: runTable(db),
    actors: actorTable(db),
    steps: stepTable(db),
    log: stepLog(db, ATTEMPTS),
    /** Groups many writes into one transaction, for steps that are added in portions. */
    transaction: (work: () => void): void => db.transaction(work)(),
  }
}
