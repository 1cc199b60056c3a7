import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import type { Resolution } from '../../storage/sync-jobs.ts'
import type { StoreObject } from '../../storage/store.ts'
import { type SyncConflict, storeStatus } from '../../storage/sync-plan.ts'
import { type Deletions, sync, type SyncOutcome } from '../../storage/sync.ts'
import type { SyncContext } from './sync-context.ts'
import { createKeyed, keyedFile, keyOf } from './store-keys.ts'
import { createLibrarySide, localEntries, manifestEntries, type Scans } from './store-local.ts'
import type { StoreRecords } from './store-records.ts'
import { writeStoreUrls } from './store-urls.ts'
import { folderOf } from '../context/library-context.ts'
import type { OperationOptions } from '../context/operation-options.ts'
import type { Activity } from '../context/activity.ts'

export interface SyncOptions {
  readonly dryRun?: boolean | undefined
  /** Takes out of the store what was deleted here. */
  readonly delete?: boolean | undefined
  /** A yes to more deletions than the settings allow without one; or whom to ask for it. */
  readonly yesDelete?: boolean | ((deletions: Deletions) => Promise<boolean>) | undefined
  /** Fetches what only the store has: all of it, or that of these actors. */
  readonly download?: 'all' | readonly string[] | undefined
  /** Whose version stays: for all conflicts, or by `conflictId`. */
  readonly conflicts?: Resolution | ReadonlyMap<string, Resolution> | undefined
}

interface PassOptions extends OperationOptions, SyncOptions {
  /** What was seen in folders since the sync was asked for: they are not read again. */
  readonly scans?: Scans | undefined
  /** Resolves when the catalog knows the folder; the store is listed meanwhile. */
  readonly ready?: Promise<void> | undefined
}

export interface Syncing {
  sync(options: PassOptions): Promise<SyncOutcome>
  /** Beginning of every URL of the store in use; null without one. */
  urlBase(): string | null
}

export interface SyncPorts {
  readonly activity: Activity
  readonly records: () => StoreRecords | null
  /** Takes over what a sync changed in these actors' folders, new actors included. */
  readonly catchUp: (actorIds: readonly string[]) => Promise<void>
}

/** Names a conflict for as long as its two sides stay what they are. */
export const conflictId = ({ key, here, there }: SyncConflict): string =>
  createHash('sha256')
    .update(JSON.stringify([key, here, there]))
    .digest('hex')
    .slice(0, 24)

/** Keeps the store that is set in step with the library. Only what lies in actors' folders is mirrored. */
export function createSyncing(context: SyncContext, { activity, records, catchUp }: SyncPorts): Syncing {
  let underway = false

  activity.stored = (image) => {
    const synced = records()?.synced
    const folder = context.folders.get(image.actorId)
    if (!synced || !folder) return null
    const record = synced.get(keyOf(context, join(folder.imagesDir, image.filename)))
    return storeStatus({ stamp: `${image.bytes}:${image.mtimeNs}`, sha256: image.sha256 }, record)
  }

  /** `manifestsOf`: of nothing but the manifests of these actors, while all else is in step. */
  async function pass(options: PassOptions, manifestsOf?: readonly string[]): Promise<SyncOutcome> {
    const [store, known] = [context.store(), records()]
    if (store === null || known === null) {
      throw new EvencastError(
        'BAD_INPUT',
        'No store is set. Enter one in Settings or in EVENCAST_STORE, such as s3://bucket/actors or file:///mnt/backup.',
      )
    }
    const { download, conflicts, yesDelete, onProgress, scans, ready = Promise.resolve() } = options
    const { maxDeletedPercent, deleteForeign } = context.settings()
    const keyed = createKeyed(context)
    const trashId = `${context.now().toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 4)}`
    const only =
      manifestsOf && new Set(manifestsOf.map((actorId) => keyOf(context, folderOf(context, actorId).manifestFile)))
    return sync({
      store,
      local: manifestsOf ? manifestEntries(context, manifestsOf) : ready.then(() => localEntries(context, scans)),
      state: known.synced,
      trashId,
      scope: only ? (key) => only.has(key) : (key) => keyed(key) !== null,
      listed: only && recorded(known, only),
      dryRun: options.dryRun,
      delete: options.delete,
      deleteForeign,
      maxDeletedShare: maxDeletedPercent / 100,
      confirm: yesDelete === true ? async () => true : yesDelete || undefined,
      download: (key) => download === 'all' || (download?.includes(keyed(key)?.actorId ?? '') ?? false),
      resolve: (conflict) =>
        typeof conflicts === 'string' ? conflicts : (conflicts?.get(conflictId(conflict)) ?? null),
      library: createLibrarySide(context),
      onTrashed: (trashed) => known.trash.add({ ...trashed, trashId, at: context.now().toISOString() }),
      signal: options.signal,
      onProgress: ({ done, total, key, bytes, totalBytes }) =>
        onProgress?.({ phase: key, done, total, etaSeconds: null, bytes: { done: bytes, total: totalBytes } }),
    })
  }

  /** What one pass changed here is a change of its own: the next one takes it along, and fetches or removes nothing more. */
  async function passes(options: PassOptions): Promise<SyncOutcome> {
    const { signal, onProgress } = options
    const first = await pass(options)
    if (options.dryRun) return first
    const fetched = first.downloaded.flatMap(({ key }) => keyedFile(context, key)?.actorId ?? [])
    if (fetched.length > 0) await catchUp([...new Set(fetched)])
    const second = fetched.length > 0 ? together(first, await pass({ signal, onProgress })) : first
    const written = await writeStoreUrls(context, activity)
    if (written.length === 0) return second
    // Of what is in step the store has what is recorded, and nothing of what is not.
    const inStep = second.conflicts.length + second.offered.length + second.failed.length === 0
    return together(second, await pass({ signal, onProgress }, inStep ? written : undefined))
  }

  return {
    async sync(options) {
      if (options.dryRun) return passes(options)
      if (underway)
        throw new EvencastError('CONFLICT', 'A sync is in progress. Wait for it to finish or cancel it first.')
      underway = true
      try {
        return await passes(options)
      } finally {
        underway = false
      }
    },
    urlBase: () => context.store()?.urlOf('') ?? null,
  }
}

const recorded = ({ synced }: StoreRecords, keys: ReadonlySet<string>): ReadonlyMap<string, StoreObject> =>
  new Map(
    [...keys].flatMap((key) => {
      const record = synced.get(key)
      return record ? [[key, { key, ...record }] as const] : []
    }),
  )

/** Two passes as one: what is left after the later one counts. */
function together(first: SyncOutcome, later: SyncOutcome): SyncOutcome {
  const sent = new Set(later.uploaded.map(({ key }) => key))
  const failed = new Set(later.failed.map(({ file }) => file))
  return {
    ...first,
    uploaded: [...first.uploaded.filter(({ key }) => !sent.has(key)), ...later.uploaded].sort((a, b) =>
      a.key < b.key ? -1 : 1,
    ),
    offered: later.offered,
    conflicts: later.conflicts,
    failed: [...first.failed.filter(({ file }) => !failed.has(file)), ...later.failed],
  }
}
