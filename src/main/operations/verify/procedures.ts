import type { Session } from '../context/library-context.ts'
import type { Procedures } from '../context/procedures.ts'
import type { Syncing } from '../sync/sync-library.ts'
import { verifyLibrary } from './verify-library.ts'

interface VerifyNeeds {
  readonly session: Session
  readonly syncing: Syncing
  readonly indexed: Promise<void>
}

export const verifyProcedures: Procedures<'library', VerifyNeeds, 'verify'> = {
  async verify({ session, syncing, indexed }) {
    await indexed
    const { ok, findings } = await verifyLibrary(session, syncing.urlBase())
    return { ok, findings: findings.map(({ actor_id, ...rest }) => ({ actorId: actor_id, ...rest })) }
  },
}
