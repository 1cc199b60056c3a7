import type { Session } from '../context/library-context.ts'
import type { Procedures } from '../context/procedures.ts'
import type { Syncing } from '../sync/sync-library.ts'
import { thumbOf } from '../index/thumbs.ts'
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
    const views = findings.map(({ actor_id: actorId, ...rest }) => ({
      actorId,
      ...rest,
      thumbUrl: thumbOf(session, actorId, rest.file),
    }))
    return { ok, findings: views }
  },
}
