import { actorsOf } from './actors.ts'
import { callsOf } from './calls.ts'
import type { Database } from './connect.ts'
import { sharedContents } from './contents.ts'
import { sharedMeasures, sharedVectors } from './measures.ts'
import { paceOf } from './pace.ts'
import { workersOf } from './workers.ts'

export type Ledger = ReturnType<typeof createLedger>

/** Creates the ledger, the state that a fleet shares: owners, payments, and measures of images. */
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
