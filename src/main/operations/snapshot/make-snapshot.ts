import { randomBytes } from 'node:crypto'
import { EvencastError } from '../../domain/error.ts'
import { diskFault } from '../../domain/disk-fault.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import type { ActorRecord, Snapshot } from '../../library/snapshots/schema.ts'
import type { OperationOptions } from '../context/operation-options.ts'
import type { SnapshotContext } from './snapshot-context.ts'
import { recordActor } from './record-actor.ts'

const ACTORS_AT_ONCE = 2

/** Returns an id that sorts by time and is a valid file name on every system. */
const newId = (at: string): string => `${at.slice(0, 19).replaceAll(':', '-')}Z-${randomBytes(2).toString('hex')}`

export interface NewSnapshot {
  readonly name: string
  readonly actorIds: readonly string[]
  readonly automatic: boolean
  /** Runs the reading while no edit is made. */
  readonly alone?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined
}

/** Creates a snapshot of these actors' folders. Throws CONFLICT when another one has the name. */
export function makeSnapshot(
  context: SnapshotContext,
  { name, actorIds, automatic, alone = (work) => work() }: NewSnapshot,
  { signal, onProgress }: OperationOptions = {},
): Promise<Snapshot> {
  const { snapshots } = context
  return snapshots.lock('snapshots', async () => {
    await snapshots.settle()
    const all = await snapshots.list()
    if (!automatic && all.some((other) => other.name === name))
      throw new EvencastError('CONFLICT', `There is a snapshot called “${name}” already. Choose another name.`)
    const known = await latestRecords(context, all)
    await snapshots.begin()
    let done = 0
    const record = async (actorId: string) => {
      const recorded = await recordActor(context, actorId, { keep: true, known: await known(actorId), signal })
      onProgress?.({ phase: 'Making a snapshot', done: ++done, total: actorIds.length, etaSeconds: null })
      return { ...recorded, actorId, record: await snapshots.addRecord(recorded.record) }
    }
    const actors = await alone(() => inParallel(actorIds, ACTORS_AT_ONCE, record, signal))
    const sum = (of: (actor: (typeof actors)[number]) => number) =>
      actors.reduce((total, actor) => total + of(actor), 0)
    const at = context.now().toISOString()
    const snapshot: Snapshot = {
      version: 1,
      id: newId(at),
      name,
      at,
      automatic,
      images: sum((actor) => actor.images),
      bytes: sum((actor) => actor.bytes),
      new_bytes: sum((actor) => actor.newBytes),
      actors: actors.map(({ actorId, record }) => ({ actor_id: actorId, record })),
    }
    await snapshots.finish(snapshot)
    return snapshot
  })
}

/** Returns a lookup of each actor's record in the newest snapshot that holds it; null when there is none or it is damaged. */
export async function latestRecords(
  { snapshots }: SnapshotContext,
  all: readonly Snapshot[],
): Promise<(actorId: string) => Promise<ActorRecord | null>> {
  const newest = new Map(
    all.toReversed().flatMap(({ actors }) => actors.map((actor) => [actor.actor_id, actor.record])),
  )
  return async (actorId) => {
    const record = newest.get(actorId)
    return record === undefined ? null : snapshots.record(record).catch(() => null)
  }
}

/**
 * Creates an automatic snapshot before a large change and deletes old ones, except `spare`. A failure only warns, because everything that a
 * run removes goes to the trash anyway.
 */
export async function automaticSnapshot(
  context: SnapshotContext,
  name: string,
  actorIds: readonly string[],
  { spare, ...options }: OperationOptions & { readonly spare?: string } = {},
): Promise<void> {
  const kept = context.settings().automaticSnapshots
  if (kept === 0 || actorIds.length === 0) return
  try {
    await makeSnapshot(context, { name, actorIds, automatic: true }, options)
    await context.snapshots.lock('snapshots', async () => {
      const old = (await context.snapshots.list()).filter(({ automatic }) => automatic).slice(kept)
      await context.snapshots.remove(old.map(({ id }) => id).filter((id) => id !== spare))
    })
  } catch (error) {
    options.signal?.throwIfAborted()
    const why = error instanceof EvencastError ? error.message : diskFault(error)
    if (why === null) context.log.warn({ err: error }, 'no automatic snapshot')
    const message = `No snapshot was made first: ${why ?? 'see the log for details.'}`
    context.emit({ type: 'notice', level: 'warning', message })
  }
}
