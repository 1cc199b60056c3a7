import { randomUUID } from 'node:crypto'
import { EvencastError } from '../../domain/error.ts'
import { saysOther } from '../../domain/snapshot-changes.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import type { Operation } from '../../history/records.ts'
import type { Snapshot } from '../../library/snapshots/schema.ts'
import type { Activity } from '../context/activity.ts'
import type { OperationOptions } from '../context/operation-options.ts'
import type { EditingContext } from './editing-context.ts'
import { type ChangedActor, compareSnapshots } from '../snapshot/compare-snapshots.ts'
import { automaticSnapshot } from '../snapshot/make-snapshot.ts'
import type { Editing } from './editing.ts'

export interface RestoreRequest {
  /** Name or id of the snapshot. */
  readonly snapshot: string
  /** Undefined: all actors of the snapshot. */
  readonly actorIds?: readonly string[] | undefined
}

/** The outcome of a restore. `actors` holds the changes since the snapshot that were reverted. */
export interface Restored {
  readonly snapshot: Snapshot
  readonly actors: readonly ChangedActor[]
  /** Actors of the snapshot whose folders are missing. They are not created again. */
  readonly missing: readonly string[]
}

/**
 * Restores folders and manifests to their state in a snapshot, as one edit that can be undone. Nothing is overwritten: replaced and newer
 * files go to the trash. A snapshot of the current state is created first. Throws NOT_FOUND, with nothing changed, when stored content is
 * missing or damaged; CONFLICT while a run works on one of the actors.
 */
export async function restoreSnapshot(
  {
    context,
    editing,
    activity,
  }: { readonly context: EditingContext; readonly editing: Editing; readonly activity: Activity },
  { snapshot: nameOrId, actorIds }: RestoreRequest,
  options: OperationOptions = {},
): Promise<Restored> {
  const snapshot = await context.snapshots.find(nameOrId)
  const held = new Set(snapshot.actors.map((actor) => actor.actor_id))
  const foreign = actorIds?.find((actorId) => !held.has(actorId))
  if (foreign !== undefined)
    throw new EvencastError('NOT_FOUND', `The snapshot “${snapshot.name}” does not hold the actor “${foreign}”.`)
  const wanted = [...held].filter((actorId) => !actorIds || actorIds.includes(actorId))
  const [there, missing] = [
    wanted.filter((actorId) => context.folders.has(actorId)),
    wanted.filter((actorId) => !context.folders.has(actorId)),
  ]
  const running = there.find((actorId) => activity.running.has(actorId))
  if (running !== undefined)
    throw new EvencastError('CONFLICT', `A run is working on ${running}. Wait for it, or cancel it first.`)
  const differing = (await compareSnapshots(context, snapshot, null, { actorIds: there })).map((actor) => actor.actorId)
  await automaticSnapshot(context, `Before restoring “${snapshot.name}”`.slice(0, 100), differing, {
    ...options,
    spare: snapshot.id,
  })
  let actors: readonly ChangedActor[] = []
  await context.snapshots.lock('snapshots', async () => {
    actors = await compareSnapshots(context, snapshot, null, { actorIds: differing, signal: options.signal })
    const operations = actors.flatMap(operationsOf)
    for (const { content } of operations) if (content) await context.snapshots.objects.verified(content.sha256)
    options.signal?.throwIfAborted()
    if (operations.length === 0) return
    await editing.make(() => ({ name: `Restored the snapshot “${snapshot.name}”`, operations }))
  })
  return { snapshot, actors, missing }
}

type Restoring = Extract<Operation, { readonly kind: 'restore' }>

/** Returns the operations that lead from the current state back to the snapshot. */
function operationsOf({ actorId, earlier, later }: ChangedActor): readonly Restoring[] {
  const names = new Set([...earlier.files.keys(), ...later.files.keys()])
  return [...names].flatMap((filename): readonly Restoring[] => {
    const [was, is] = [earlier.files.get(filename), later.files.get(filename)]
    const [entry, present]: (ManifestImage | undefined)[] = [earlier.entries.get(filename), later.entries.get(filename)]
    const files = {
      outId: was === is || is === undefined ? null : randomUUID(),
      content: was === is || was === undefined ? null : { trashId: randomUUID(), sha256: was },
    }
    if (was === is && !saysOther(entry, present)) return []
    return [{ kind: 'restore', actorId, filename, ...files, before: present ?? null, after: entry ?? null }]
  })
}
