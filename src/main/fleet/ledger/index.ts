import { actorsOf } from './actors.ts'
import { callsOf } from './calls.ts'
import type { Database } from './connect.ts'
import { paceOf } from './pace.ts'
import { sharedMeasures, workersOf } from './workers.ts'

export type Ledger = ReturnType<typeof createLedger>

/** What a fleet knows in common: who owns what, and what was paid. */
export const createLedger = (db: Database) => ({
  db,
  actors: actorsOf(db),
  calls: callsOf(db),
  pace: paceOf(db),
  workers: workersOf(db),
  measures: sharedMeasures(db),
})
