import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import type { Resolution } from '../../storage/sync-jobs.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import type { Store, StoreObject } from '../../storage/store.ts'
import { CHANGED_THERE, type SyncConflict, storeStatus } from '../../storage/sync-plan.ts'
import { type Deletions, sync, type SyncOutcome } from '../../storage/sync.ts'
import type { SyncContext } from './sync-context.ts'
import { goneActors, trashActor } from './gone-actors.ts'
import { createKeyed, type KeyedFile, keyedFile, keyOf } from './store-keys.ts'
import { createLibrarySide, localEntries, manifestEntries, type Scans } from './store-local.ts'
import { assertStoreOutside } from './store-place.ts'
import type { StoreRecords } from './store-records.ts'
import { writeStoreUrls } from './store-urls.ts'
import { createVanishing } from './vanishing.ts'
import type { WorkingCopy } from './working-copy.ts'
import { folderOf } from '../context/library-context.ts'
import type { OperationOptions } from '../context/operation-options.ts'
import type { Activity } from '../context/activity.ts'

export interface SyncOptions {
  readonly dryRun?: boolean | undefined
  /** Deletes from the store what was deleted here. */
  readonly delete?: boolean | undefined
  /** Allows more deletions than the settings do without confirmation; or a function that asks for it. */
  readonly yesDelete?: boolean | ((deletions: Deletions) => Promise<boolean>) | undefined
  /** Downloads what only the store has: everything, base images, or everything of these actors. */
  readonly download?: 'all' | 'base images' | readonly string[] | undefined
  /** The version to keep, for all conflicts or by `conflictId`. */
  readonly conflicts?: Resolution | ReadonlyMap<string, Resolution> | undefined
  /** Limits the sync of a working copy to these actors. */
  readonly actorIds?: readonly string[] | undefined
}

interface PassOptions extends OperationOptions, SyncOptions {
  /** Scans made since the sync was requested; these folders are not read again. */
  readonly scans?: Scans | undefined
  /** Resolves when the catalog is up to date with the folder. The store is listed meanwhile. */
  readonly ready?: Promise<void> | undefined
}

export interface Syncing {
  sync(options: PassOptions): Promise<SyncOutcome>
  /** Returns the beginning of every URL of the store in use; null without one. */
  urlBase(): string | null
}

export interface SyncPorts {
  readonly activity: Activity
  readonly records: () => StoreRecords | null
  /** Indexes what a sync changed in these actors' folders, new actors included. */
  readonly catchUp: (actorIds: readonly string[], isAbout?: boolean) => Promise<void>
  /** Set when the library is a working copy of its store. */
  readonly copy: WorkingCopy | null
}

/** Limits of a pass; by default it covers everything. */
interface PassScope {
  readonly keys: (key: string) => boolean
  readonly listed: ReadonlyMap<string, StoreObject>
  readonly folders?: readonly string[] | undefined
  readonly names?: (key: string) => boolean | null
  /** Called with each key whose local file the store's version replaces. */
  readonly onTheirs?: (key: string) => void
}

/** Returns an id of a conflict that stays the same while its two sides do. */
export const conflictId = ({ key, here, there }: SyncConflict): string =>
  createHash('sha256')
    .update(JSON.stringify([key, here, there]))
    .digest('hex')
    .slice(0, 24)

/** Syncs the library with the store of the settings. Only files in actors' folders are synced. */
export function createSyncing(context: SyncContext, { activity, records, catchUp, copy }: SyncPorts): Syncing {
  let underway: Promise<unknown> | null = null
  const vanishing = createVanishing(context)

  activity.stored = (image) => {
    const synced = records()?.synced
    const folder = context.folders.get(image.actorId)
    if (!synced || !folder) return null
    const record = synced.get(keyOf(context, join(folder.imagesDir, image.filename)))
    return storeStatus({ stamp: `${image.bytes}:${image.mtimeNs}`, sha256: image.sha256 }, record)
  }

  /** `manifestsOf`: syncs only the manifests of these actors, while everything else is up to date. */
  async function pass(options: PassOptions, manifestsOf?: readonly string[], of?: PassScope): Promise<SyncOutcome> {
    const { store, known } = inUse()
    const { download, conflicts, yesDelete, onProgress, scans, ready = Promise.resolve() } = options
    const { maxDeletedPercent, deleteForeign } = context.settings()
    const keyed = createKeyed(context)
    // A single actor is the whole library: nothing would be left to sync.
    const unread = of || context.folders.size === 1 ? undefined : new Map<string, string>()
    const trashId = `${context.now().toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 4)}`
    const only =
      manifestsOf && new Set(manifestsOf.map((actorId) => keyOf(context, folderOf(context, actorId).manifestFile)))
    const scope = (key: string) => (only ? only.has(key) : keyed(key) !== null && (of?.keys(key) ?? true))
    return sync({
      store,
      local: manifestsOf
        ? manifestEntries(context, manifestsOf)
        : ready
            .then(() => localEntries(context, { scans, actorIds: options.actorIds, unread }))
            .then((entries) => (of ? entries.filter(({ key }) => of.keys(key)) : entries)),
      state: known.synced,
      trashId,
      scope,
      listed: only ? recorded(known, only) : of && within(of.listed, scope),
      folders: of?.folders,
      names: of?.names,
      unread,
      isCopy: of !== undefined,
      dryRun: options.dryRun,
      delete: options.delete,
      deleteForeign,
      // Files that a manifest no longer names were removed on purpose.
      maxDeletedShare: of ? 1 : maxDeletedPercent / 100,
      confirm: yesDelete === true ? async () => true : yesDelete || undefined,
      download: (key) => isWanted(keyed(key), download),
      resolve(conflict) {
        const chosen = typeof conflicts === 'string' ? conflicts : conflicts?.get(conflictId(conflict))
        if (chosen !== undefined || !of || conflict.why !== CHANGED_THERE) return chosen ?? null
        of.onTheirs?.(conflict.key)
        return 'theirs'
      },
      library: createLibrarySide(context),
      onTrashed: (trashed) => known.trash.add({ ...trashed, trashId, at: context.now().toISOString() }),
      signal: options.signal,
      onProgress: ({ done, total, key, bytes, totalBytes }) =>
        onProgress?.({ phase: key, done, total, etaSeconds: null, bytes: { done: bytes, total: totalBytes } }),
    })
  }

  function inUse() {
    const [store, known] = [context.store(), records()]
    if (store !== null && known !== null) return { store, known }
    throw new EvencastError(
      'BAD_INPUT',
      'No store is set. Enter one in Settings or in EVENCAST_STORE, such as s3://bucket/actors or file:///mnt/backup.',
    )
  }

  /**
   * Syncs both ways. Changes that others made to manifests come first, because manifests decide what belongs to a set; then files; then
   * manifests with local changes, each only if the store still has the version that was read.
   */
  async function exchange(
    options: PassOptions,
    { takeManifests, namesOf, keepBases }: WorkingCopy,
  ): Promise<SyncOutcome> {
    const { store, known } = inUse()
    const { signal, actorIds } = options
    const folders = actorIds?.map((actorId) => `${ACTORS}/${actorId}`)
    const listed = await listing(store, folders, signal)
    const here = (actorIds ?? [...context.folders.keys()]).filter((actorId) => !activity.running.has(actorId))
    const gone = await goneActors(context, { store, known, listed }, here)
    for (const actorId of gone) await trashActor(context, known, actorId)
    if (gone.length > 0) {
      await catchUp(gone, true)
      tell(
        `${listOf(gone)} ${gone.length > 1 ? 'were' : 'was'} removed from ${store.url}: the files are in the trash here.`,
      )
    }
    const held = await vanishing({ known, listed }, here, folders)
    const taken = await takeManifests({ store, known, listed, signal })
    const keyed = createKeyed(context)
    const isKnownManifest = (key: string) => {
      const file = keyed(key)
      return file?.kind === 'manifest' && context.folders.has(file.actorId)
    }
    const names = await namesOf(actorIds ?? context.folders.keys())
    const download = options.download ?? 'all'
    const replaced = new Set<string>()
    const files = await pass({ ...options, download, delete: true }, undefined, {
      keys: (key) => !isKnownManifest(key) && !held.has(key),
      listed,
      folders,
      names,
      onTheirs: (key) => replaced.add(key),
    })
    const arrived = createKeyed(context)
    const moved = [...files.downloaded, ...files.dropped].flatMap(({ key }) => arrived(key) ?? [])
    const bases = files.downloaded.filter(({ key }) => replaced.has(key) && arrived(key)?.kind === 'base')
    if (bases.length > 0)
      tell(
        `The base image of ${listOf(bases.flatMap(({ key }) => arrived(key)?.actorId ?? []))} was changed in ${store.url}: the new one is here, the former one in the trash.`,
      )
    const changed = [...new Set([...taken, ...moved.map(({ actorId }) => actorId)])]
    if (changed.length > 0)
      await catchUp(
        changed,
        moved.some(({ kind }) => kind === 'about'),
      )
    await writeStoreUrls(context, activity, actorIds)
    const there = createKeyed(context)
    const isManifest = (key: string) => there(key)?.kind === 'manifest' && !held.has(key)
    const manifests = await pass(options, undefined, { keys: isManifest, listed, folders })
    await keepBases(known, actorIds ?? context.folders.keys())
    return {
      ...files,
      uploaded: [...files.uploaded, ...manifests.uploaded],
      conflicts: [...files.conflicts, ...manifests.conflicts],
      failed: [...files.failed, ...manifests.failed],
    }
  }

  const tell = (message: string) => context.emit({ type: 'notice', level: 'warning', message })

  /** Syncs until nothing is left: what one pass changed here is uploaded by the next, which downloads and deletes nothing more. */
  async function passes(options: PassOptions): Promise<SyncOutcome> {
    const { signal, onProgress } = options
    const first = await pass(options)
    if (options.dryRun) return first
    const fetched = first.downloaded.flatMap(({ key }) => keyedFile(context, key)?.actorId ?? [])
    if (fetched.length > 0) await catchUp([...new Set(fetched)])
    const second = fetched.length > 0 ? together(first, await pass({ signal, onProgress })) : first
    const failed = new Set(second.failed.map(({ file }) => file))
    const read = [...context.folders].filter(([, { dir }]) => !failed.has(keyOf(context, dir)))
    const written = await writeStoreUrls(context, activity, new Map(read).keys())
    if (written.length === 0) return second
    // When everything is up to date, the records equal the listing of the store.
    const inStep = second.conflicts.length + second.offered.length + second.failed.length === 0
    return together(second, await pass({ signal, onProgress }, inStep ? written : undefined))
  }

  return {
    async sync(options) {
      await assertStoreOutside(context, inUse().store.url)
      if (options.dryRun) return passes(options)
      if (underway && !copy)
        throw new EvencastError('CONFLICT', 'A sync is in progress. Wait for it to finish or cancel it first.')
      // A working copy is synced all the time, so another request waits for its turn.
      const work = (underway ?? Promise.resolve()).then(() => (copy ? exchange(options, copy) : passes(options)))
      const ending = work.catch(() => {})
      underway = ending
      try {
        return await work
      } finally {
        if (underway === ending) underway = null
      }
    },
    urlBase: () => context.store()?.urlOf('') ?? null,
  }
}

/** The folder of a store that holds a library's actors. */
export const ACTORS = 'actors'

/** Lists all objects of the store below the folder of actors, or below these folders. */
export async function listing(
  store: Store,
  folders: readonly string[] = [ACTORS],
  signal?: AbortSignal,
): Promise<Map<string, StoreObject>> {
  const listed = new Map<string, StoreObject>()
  await inParallel(folders, LISTINGS_AT_ONCE, async (folder) => {
    for await (const object of store.list(signal, folder)) listed.set(object.key, object)
  })
  return listed
}

const within = (listed: ReadonlyMap<string, StoreObject>, scope: (key: string) => boolean) =>
  new Map([...listed].filter(([key]) => scope(key)))

function isWanted(file: KeyedFile | null, download: SyncOptions['download'] = []): boolean {
  if (!file || download === 'all') return file !== null
  if (download === 'base images') return file.kind !== 'image' && file.kind !== 'sidecar'
  return download.includes(file.actorId)
}

const LISTINGS_AT_ONCE = 8

const listOf = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')

const recorded = ({ synced }: StoreRecords, keys: ReadonlySet<string>): ReadonlyMap<string, StoreObject> =>
  new Map(
    [...keys].flatMap((key) => {
      const record = synced.get(key)
      return record ? [[key, { key, ...record }] as const] : []
    }),
  )

/** Combines the outcomes of two passes. Offers and conflicts are those of the later one. */
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
