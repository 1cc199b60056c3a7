import { z } from 'zod'
import { Settings } from '../../contract/settings.ts'
import { EvencastError } from '../../domain/error.ts'
import { noFleet, type Sql } from './connect.ts'

const { total, shares, policy, generator, replicateModel, imagePricesUsd } = Settings.shape

/**
 * Settings that apply to the whole fleet and override those of a worker's machine. Keys and addresses of services are each worker's own.
 */
export const FleetSettings = z.object({
  total,
  shares,
  policy,
  generator,
  replicateModel,
  imagePricesUsd,
  /** Time that a request to the API may take to arrive, in milliseconds. */
  postTimeoutMs: z.number().int().min(100).default(60_000),
})

const Row = z.object({ store: z.string(), settings: FleetSettings })
export type Fleet = z.infer<typeof Row>

/** Returns the fleet's settings. Throws NOT_FOUND when no fleet was set up. */
export async function readFleet(sql: Sql): Promise<Fleet> {
  const [fleet] = await sql.rows(Row, 'SELECT store, settings FROM fleet')
  if (!fleet) throw noFleet()
  return fleet
}

/** Throws BAD_INPUT for tables that an earlier version has set up. */
export async function assertCurrent(sql: Sql): Promise<void> {
  // The column that was added last implies all others.
  const latest = `SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('fleet_workers') AND attname = 'steady_since'`
  if ((await sql.run(latest)) > 0) return
  throw new EvencastError(
    'BAD_INPUT',
    'This fleet was set up by an earlier version. Run “evencast fleet init” again, with the same flags, then start workers.',
  )
}
