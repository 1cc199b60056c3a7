import { upsertImage } from '../domain/manifest.ts'
import { indexActor } from './index-actor.ts'
import { assessActor } from './assess-actor.ts'
import { editManifest } from './manifests.ts'
import type { Session } from './session.ts'

/**
 * Brings deleted images back with their manifest entries, as a human's word that they stay: the next plan would throw them out
 * again otherwise. Answers how many; those no longer in the trash are passed over.
 */
export async function restoreTrash(session: Session, ids: readonly string[]): Promise<number> {
  const restored = []
  for (const id of ids) {
    const item = await session.trash.restore(id)
    if (item) restored.push(item)
  }
  for (const [actorId, items] of Map.groupBy(restored, (item) => item.actor_id)) {
    if (!session.folders.has(actorId)) continue
    await editManifest(session, actorId, (manifest) =>
      items.reduce(
        (all, { filename, entry }) => upsertImage(all, filename, { ...entry, classified_by: 'human', verdict: 'keep' }),
        manifest,
      ),
    )
    await indexActor(session, actorId)
    await assessActor(session, actorId)
  }
  return restored.length
}
