import { z } from 'zod'
import { MICRO_USD } from './calls.ts'
import { noFleet, type Sql } from './connect.ts'

const Row = z.object({
  limit_usd: z.number().nullable(),
  reserved: z.number(),
  spent: z.number(),
  paused: z.boolean(),
  to_come: z.number(),
  calls: z.number(),
  last_minute: z.number(),
})

/** Returns the amounts spent, reserved and expected, and the number of images generated. */
export async function readMoney(sql: Sql) {
  const [money] = await sql.rows(
    Row,
    `SELECT limit_usd, reserved, spent, paused,
       (SELECT coalesce(sum(estimated), 0)::bigint FROM fleet_actors JOIN fleet_runs r USING (run_id)
        WHERE r.state = 'running' AND fleet_actors.state IN ('planned', 'approved', 'stopped')) AS to_come,
       (SELECT count(*) FROM fleet_calls WHERE state = 'done') AS calls,
       (SELECT count(*) FROM fleet_calls WHERE ended_at > now() - interval '1 minute') AS last_minute FROM fleet_budget`,
  )
  if (!money) throw noFleet()
  const usd = (micros: number) => micros / MICRO_USD
  return {
    budget: {
      limit_usd: money.limit_usd === null ? null : usd(money.limit_usd),
      reserved_usd: usd(money.reserved),
      spent_usd: usd(money.spent),
      to_come_usd: usd(money.to_come),
      paused: money.paused,
    },
    images: money.calls,
    images_last_minute: money.last_minute,
  }
}
