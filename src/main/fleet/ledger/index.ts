import { actorsOf } from './actors.ts'
import { callsOf } from './calls.ts'
import type { Database } from './connect.ts'
import { sharedContents } from './contents.ts'
import { sharedMeasures, sharedVectors } from './measures.ts'
import { paceOf } from './pace.ts'
import { workersOf } from './workers.ts'

export type Ledger = ReturnType<typeof createLedger>

/** What a fleet knows in common: who owns what, what was paid, and what images are like. */
export const createLedger = (db: Database) => ({
  db,
  actors: actorsOf(db),
  calls: callsOf(db),
  pace: paceOf(db),
  workers: workersOf(db),
  measures: sharedMeasures(db),
  vectors: sharedVectors(db),
  contents: sharedContents(db),
})
