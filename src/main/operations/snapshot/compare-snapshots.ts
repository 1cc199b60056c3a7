import { type ActorChanges, type ActorVersion, changesBetween, isUnchanged } from '../../domain/snapshot-changes.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import type { Snapshot } from '../../library/snapshots/schema.ts'
import type { SnapshotContext } from './snapshot-context.ts'
import { latestRecords } from './make-snapshot.ts'
import { recordActor, versionOf } from './record-actor.ts'

const ACTORS_AT_ONCE = 2
const EMPTY: ActorVersion = { files: new Map(), entries: new Map() }

export interface ChangedActor extends ActorChanges {
  readonly actorId: string
  readonly earlier: ActorVersion
  readonly later: ActorVersion
}

/** Returns one actor of a snapshot; undefined when the snapshot does not hold it. */
export async function actorIn(
  context: SnapshotContext,
  snapshot: Snapshot,
  actorId: string,
): Promise<ActorVersion | undefined> {
  const record = snapshot.actors.find((actor) => actor.actor_id === actorId)?.record
  return record === undefined ? undefined : versionOf(context, await context.snapshots.record(record))
}

/**
 * Returns the actors of a snapshot that changed up to a later one, or to the folders as they are now (null). An actor whose folder is
 * missing has lost all its images.
 */
export async function compareSnapshots(
  context: SnapshotContext,
  earlier: Snapshot,
  later: Snapshot | null,
  {
    actorIds,
    signal,
  }: { readonly actorIds?: readonly string[] | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly ChangedActor[]> {
  const chosen = actorIds && new Set(actorIds)
  const actors = earlier.actors.filter((actor) => !chosen || chosen.has(actor.actor_id))
  const known = await latestRecords(context, await context.snapshots.list())
  const nowOf = async (actorId: string): Promise<ActorVersion | undefined> => {
    if (later) return actorIn(context, later, actorId)
    if (!context.folders.has(actorId)) return EMPTY
    return (await recordActor(context, actorId, { keep: false, known: await known(actorId), signal })).version
  }
  const found = await inParallel(
    actors,
    ACTORS_AT_ONCE,
    async ({ actor_id: actorId, record }): Promise<readonly ChangedActor[]> => {
      const now = await nowOf(actorId)
      if (!now) return []
      const was = await versionOf(context, await context.snapshots.record(record))
      const changes = changesBetween(was, now)
      return isUnchanged(changes) ? [] : [{ actorId, ...changes, earlier: was, later: now }]
    },
    signal,
  )
  return found.flat()
}
