import type { Snapshot } from '../../library/snapshots/schema.ts'
import type { Activity } from '../context/activity.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { ActorSelection, OperationOptions } from '../context/operation-options.ts'
import type { EditingContext } from './editing-context.ts'
import { type ChangedActor, compareSnapshots } from '../snapshot/compare-snapshots.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { SnapshotDetailView } from '../../contract/views.ts'
import { snapshotDetail } from './snapshot-views.ts'
import type { Editing } from './editing.ts'
import { type Restored, type RestoreRequest, restoreSnapshot } from './restore-snapshot.ts'

/** Snapshot operations for the command line and windows. */
export interface SnapshotCommands {
  /** Lists snapshots, newest first. */
  list(): Promise<readonly Snapshot[]>
  /** Creates a snapshot of the current folders. Without a name it is named after the time. */
  create(
    request: { readonly name?: string | undefined; readonly actors: ActorSelection },
    options?: OperationOptions,
  ): Promise<Snapshot>
  /** Returns what changed since a snapshot, up to another one or (undefined) to now. */
  compare(
    request: {
      readonly from: string
      readonly to?: string | undefined
      readonly actorIds?: readonly string[] | undefined
    },
    options?: OperationOptions,
  ): Promise<{ readonly from: Snapshot; readonly to: Snapshot | null; readonly actors: readonly ChangedActor[] }>
  /** Returns the content of a snapshot compared with the current state, for a window. */
  look(nameOrId: string, options?: OperationOptions): Promise<SnapshotDetailView>
  restore(request: RestoreRequest, options?: OperationOptions): Promise<Restored>
  /** Deletes a snapshot and the content that no other one needs. */
  remove(nameOrId: string): Promise<Snapshot>
}

export function createSnapshotCommands(parts: {
  readonly context: EditingContext
  readonly editing: Editing
  readonly activity: Activity
  readonly indexed: Promise<void>
}): SnapshotCommands {
  const { context, editing, indexed } = parts
  const alone: Editing['alone'] = (work) => editing.alone(work)
  const { snapshots } = context
  return {
    list: () => snapshots.list(),
    async create({ name, actors }, options) {
      await indexed
      const actorIds = chosenActors(context, actors)
      const at = context.now().toISOString().slice(0, 19).replace('T', ' ')
      return makeSnapshot(context, { name: name ?? at, actorIds, automatic: false, alone }, options)
    },
    async compare({ from, to, actorIds }, { signal } = {}) {
      await indexed
      return snapshots.lock('snapshots', async () => {
        const earlier = await snapshots.find(from)
        const later = to === undefined ? null : await snapshots.find(to)
        return {
          from: earlier,
          to: later,
          actors: await compareSnapshots(context, earlier, later, { actorIds, signal }),
        }
      })
    },
    async look(nameOrId, { signal } = {}) {
      await indexed
      return snapshots.lock('snapshots', async () => snapshotDetail(context, await snapshots.find(nameOrId), signal))
    },
    async restore(request, options) {
      await indexed
      return restoreSnapshot(parts, request, options)
    },
    remove: (nameOrId) =>
      snapshots.lock('snapshots', async () => {
        const snapshot = await snapshots.find(nameOrId)
        await snapshots.remove([snapshot.id])
        return snapshot
      }),
  }
}
