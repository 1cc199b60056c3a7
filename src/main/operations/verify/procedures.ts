import type { PlanContext } from '../plan/plan-context.ts'
import type { Procedures } from '../context/procedures.ts'
import type { Syncing } from '../sync/sync-library.ts'
import { thumbOf } from '../index/thumbs.ts'
import { verifyLibrary } from './verify-library.ts'

interface VerifyNeeds {
  readonly context: PlanContext
  readonly syncing: Syncing
  readonly indexed: Promise<void>
}

export const verifyProcedures: Procedures<'library', VerifyNeeds, 'verify'> = {
  async verify({ context, syncing, indexed }) {
    await indexed
    const { ok, findings } = await verifyLibrary(context, syncing.urlBase())
    const views = findings.map(({ actor_id: actorId, ...rest }) => ({
      actorId,
      ...rest,
      thumbUrl: thumbOf(context, actorId, rest.file),
    }))
    return { ok, findings: views }
  },
}
