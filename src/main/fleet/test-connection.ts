import type { ServiceReport } from '../contract/secrets.ts'
import { connect } from './ledger/connect.ts'
import { readFleet } from './ledger/settings.ts'

/** Tests a fleet's address. Throws BAD_INPUT, NOT_FOUND or UNAVAILABLE with the cause. */
export async function testConnection(address: string): Promise<ServiceReport> {
  const db = await connect(address, 1)
  try {
    const { store } = await readFleet(db)
    return { ok: true, message: `PostgreSQL answers; the fleet works on ${store}.` }
  } finally {
    await db.close()
  }
}
