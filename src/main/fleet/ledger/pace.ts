import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Database } from './connect.ts'

/**
 * Paces requests of all machines by one clock: every request takes the next free moment at the API (GCRA without a burst; ITU-T I.371), so
 * that no second, wherever it begins, sees more than a second's share.
 */
export function paceOf(db: Database) {
  return {
    /** Waits for the turn of one request. */
    async turn(api: string, kind: 'create' | 'other', signal: AbortSignal): Promise<void> {
      const [next, rate] =
        kind === 'create' ? ['next_create', 'creates_per_minute'] : ['next_other', 'others_per_minute']
      const [row] = await db.rows(
        z.object({ wait: z.number() }),
        `UPDATE fleet_apis SET ${next} = greatest(${next}, clock_timestamp()) + interval '1 minute' / ${rate} WHERE api = $1
         RETURNING extract(epoch FROM ${next} - interval '1 minute' / ${rate} - clock_timestamp())::float8 AS wait`,
        [api],
      )
      const waitMs = (row?.wait ?? 0) * 1000
      if (waitMs > 1) await delay(waitMs, undefined, { signal })
    },
  }
}
