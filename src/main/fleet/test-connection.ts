import type { ServiceReport } from '../contract/secrets.ts'
import { connect } from './ledger/connect.ts'
import { readFleet } from './ledger/settings.ts'

/** Throws BAD_INPUT, NOT_FOUND or UNAVAILABLE with what stands in the way. */
export async function testConnection(address: string): Promise<ServiceReport> {
  const db = await connect(address, 1)
  try {
    const { store } = await readFleet(db)
    return { ok: true, message: `PostgreSQL answers; the fleet works on ${store}.` }
  } finally {
    await db.close()
  }
}
