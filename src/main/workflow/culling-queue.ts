import { setImmediate } from 'node:timers/promises'
import type { ImageRow } from '../catalog/images.ts'
import type { CullingView } from '../contract/views.ts'
import { createCullingOrder } from '../domain/culling.ts'
import { settle } from '../domain/image.ts'
import { byIndex } from '../domain/naming.ts'
import type { Session } from './session.ts'

/** What is gone through: the images of some actors, or exactly these. */
type Scope = { readonly actorIds: readonly string[] } | { readonly imageIds: readonly string[] }

/** Images taken in before others get their turn. */
const SLICE = 100

/** Whatever the size of the library, nothing else waits while its queue is made. */
export async function cullingQueue(session: Session, scope: Scope): Promise<CullingView> {
  const order = createCullingOrder<string>()
  let taken = 0
  for (const row of rowsOf(session, scope)) {
    const { decidedBy, unsure, verdict, assessment } = settle(row, row.entry, row.assessment)
    order.add(String(row.id), { decidedBy, unsure, verdict, confidence: assessment?.guess?.confidence ?? null })
    if (++taken % SLICE === 0) await setImmediate()
  }
  const { ids, open } = order.list()
  return { imageIds: [...ids], open }
}

function* rowsOf({ catalog }: Session, scope: Scope): Generator<ImageRow> {
  if ('imageIds' in scope) {
    for (const imageId of new Set(scope.imageIds)) {
      const row = catalog.images.byId(Number(imageId))
      if (row) yield row
    }
    return
  }
  for (const actorId of scope.actorIds) {
    yield* catalog.images.ofActor(actorId).sort((a, b) => byIndex(a.filename, b.filename))
  }
}
