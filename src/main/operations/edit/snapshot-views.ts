import type { SnapshotActorView, SnapshotDetailView, SnapshotView } from '../../contract/views.ts'
import { isImageFile } from '../../domain/naming.ts'
import type { Snapshot } from '../../library/snapshots/schema.ts'
import type { EditingContext } from './editing-context.ts'
import { thumbOf } from '../index/thumbs.ts'
import { actorIn, type ChangedActor, compareSnapshots } from '../snapshot/compare-snapshots.ts'

/** Most actors in a view, and most thumbnails and changes of each. */
const MOST_ACTORS = 60
const MOST_THUMBS = 8
const MOST_CHANGES = 24

export const snapshotView = ({ id, name, at, automatic, actors, images, bytes }: Snapshot): SnapshotView => ({
  snapshotId: id,
  name,
  at,
  automatic,
  actors: actors.length,
  images,
  bytes,
})

const keptUrl = (sha256: string | undefined): string | null =>
  sha256 === undefined ? null : `/snapshot/${sha256}?v=${sha256}&size=256`

/** Returns the content of a snapshot compared with the current state. */
export async function snapshotDetail(
  context: EditingContext,
  snapshot: Snapshot,
  signal?: AbortSignal,
): Promise<SnapshotDetailView> {
  const changed = await compareSnapshots(context, snapshot, null, { signal })
  const others = snapshot.actors
    .map((actor) => actor.actor_id)
    .filter((id) => !changed.some((one) => one.actorId === id))
  const actors = changed.slice(0, MOST_ACTORS).map((actor) => changedView(context, actor))
  for (const actorId of others.slice(0, MOST_ACTORS - actors.length)) {
    const version = await actorIn(context, snapshot, actorId)
    if (version) actors.push({ ...pictures(version.files), actorId, sidecars: 0, changes: [], more: 0 })
  }
  return {
    snapshot: snapshotView(snapshot),
    actors,
    changed: changed.length,
    unlisted: changed.length + others.length - actors.length,
  }
}

function pictures(files: ReadonlyMap<string, string>): Pick<SnapshotActorView, 'images' | 'thumbUrls'> {
  const images = [...files].filter(([name]) => isImageFile(name))
  return {
    images: images.length,
    thumbUrls: images.slice(0, MOST_THUMBS).flatMap(([, sha256]) => keptUrl(sha256) ?? []),
  }
}

function changedView(context: EditingContext, actor: ChangedActor): SnapshotActorView {
  const { actorId, earlier, later } = actor
  const all = [
    ...actor.removed.map((filename) => ({ filename, how: 'removed' as const })),
    ...actor.added.map((filename) => ({ filename, how: 'added' as const })),
    ...actor.changed.map((filename) => ({ filename, how: 'changed' as const })),
    ...actor.labels.map((filename) => ({ filename, how: 'label' as const })),
    ...actor.captions
      .filter((filename) => !actor.labels.includes(filename))
      .map((filename) => ({ filename, how: 'caption' as const })),
  ]
  return {
    ...pictures(earlier.files),
    actorId,
    sidecars: actor.sidecars.length,
    changes: all.slice(0, MOST_CHANGES).map(({ filename, how }) => ({
      filename,
      how,
      thenUrl: keptUrl(earlier.files.get(filename)),
      nowUrl: later.files.has(filename) ? thumbOf(context, actorId, filename) : null,
    })),
    more: Math.max(0, all.length - MOST_CHANGES),
  }
}
