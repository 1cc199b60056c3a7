import type { Database } from 'better-sqlite3'
import { editTable } from './edit-table.ts'
import { manifestTable } from './manifest-table.ts'

export type HistoryJournal = ReturnType<typeof createHistoryJournal>

/** The journal of all edits, intended and done. Every call is one small transaction, durable when it returns. */
export const createHistoryJournal = (db: Database) => ({ edits: editTable(db), manifests: manifestTable(db) })
