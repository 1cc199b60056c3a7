import { hostname } from 'node:os'
import type { Job, Jobs } from '../jobs.ts'
import type { Database } from '../ledger/connect.ts'
import { workersOf } from '../ledger/workers.ts'

/** Well below what the jobs take for a worker's death. */
const BEAT_MS = 3000

/** Says that this worker lives, and sees to it that others get what silent ones hold, until what it answers is called. */
export async function startLife(
  db: Database,
  jobs: Jobs,
  workerId: string,
  held: () => readonly Job[],
): Promise<() => void> {
  const workers = workersOf(db)
  let isLooking = false
  const beat = async () => {
    const now = held()
    await workers.beat(workerId, hostname(), process.pid, now.length)
    await jobs.beat(now)
    if (isLooking || !(await workers.isAnySilent())) return
    isLooking = true
    await jobs.freeSilent().finally(() => (isLooking = false))
  }
  await beat()
  const beating = setInterval(() => void beat().catch(() => {}), BEAT_MS)
  return () => clearInterval(beating)
}
