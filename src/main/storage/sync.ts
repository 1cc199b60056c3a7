import { EvencastError, messageOf } from '../domain/error.ts'
import { inParallel } from '../domain/in-parallel.ts'
import { compareWithStore, type Compared, type LocalEntry, sha256Of, type SyncState } from './compare.ts'
import type { Store, StoreObject } from './store.ts'

export interface SyncProgress {
  readonly done: number
  readonly total: number
  /** What was handled last. */
  readonly key: string
  readonly bytes: number
}

export interface SyncOptions {
  readonly store: Store
  /** What is to be mirrored, all of it. */
  readonly local: readonly LocalEntry[]
  readonly state: SyncState
  /** Under which replaced and removed objects are kept; one per sync. */
  readonly trashId: string
  /** Only tells what would be done. */
  readonly dryRun?: boolean | undefined
  /** Removes from the store what was deleted here. */
  readonly delete?: boolean | undefined
  /** Fetches what only the store has; puts a finished file in its place, never overwriting. Without it nothing is fetched. */
  readonly fetch?:
    | { readonly tempFile: (key: string) => string; readonly place: (temp: string, key: string) => Promise<void> }
    | undefined
  /** A yes to removing more than `MAX_DELETED_SHARE` of what was synced. */
  readonly deleteMany?: boolean | undefined
  readonly concurrency?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: SyncProgress) => void) | undefined
}

export interface SyncOutcome {
  readonly dryRun: boolean
  readonly uploaded: readonly string[]
  readonly downloaded: readonly string[]
  readonly deleted: readonly string[]
  /** In the store only, not fetched. */
  readonly offered: readonly string[]
  /** `{key}: {why}`. */
  readonly conflicts: readonly string[]
  /** Uploaded. */
  readonly bytes: number
  readonly failed: readonly { readonly file: string; readonly error: string }[]
}

/** More than this at once is rather a mistake than a wish (rclone's bisync stops at half). */
export const MAX_DELETED_SHARE = 0.5
/** Below this many deletions no share is taken. */
const FEW_DELETIONS = 10

/**
 * Brings the store in step. Uploads come first; nothing is removed when one of them failed, or when it was interrupted. Each
 * finished file is recorded at once, so that a repeated sync goes on where this one stopped. Throws LIMIT, before anything is
 * done, when too large a share would be removed.
 */
export async function sync(options: SyncOptions): Promise<SyncOutcome> {
  const { store, state, signal, dryRun = false } = options
  const compared = await compareWithStore(store, options.local, state, signal)
  const { plan } = compared
  const deletions = options.delete ? plan.deletions : []
  refuseTooMany(deletions.length, compared.synced.size, options)
  const downloads = options.fetch ? plan.downloads : []
  const outcome = {
    dryRun,
    offered: plan.downloads.slice(downloads.length).map(({ key }) => key),
    conflicts: plan.conflicts.map(({ key, why }) => `${key}: ${why}`),
  }
  if (dryRun) {
    const keys = (objects: readonly { readonly key: string }[]) => objects.map(({ key }) => key).sort()
    return {
      ...outcome,
      uploaded: keys(plan.uploads),
      downloaded: keys(downloads),
      deleted: deletions,
      bytes: plan.bytes,
      failed: [],
    }
  }
  for (const key of plan.forgotten) state.remove(key)
  await inParallel(plan.adopted, 4, (key) => adopt(key, compared, options))

  const work = createWork(options, plan.uploads.length + downloads.length + deletions.length)
  const uploaded = await work.each(plan.uploads, ({ key }) => upload(key, compared, options))
  const downloaded = await work.each(downloads, (object) => download(object, options))
  const deleted =
    work.failed.length > 0
      ? []
      : await work.each(
          deletions.map((key) => ({ key })),
          async ({ key }) => {
            await store.remove(key, options.trashId)
            state.remove(key)
          },
        )
  return {
    ...outcome,
    uploaded: keysOf(uploaded),
    downloaded: keysOf(downloaded),
    deleted: keysOf(deleted),
    bytes: uploaded.reduce((sum, { bytes }) => sum + bytes, 0),
    failed: work.failed,
  }
}

const keysOf = (objects: readonly { readonly key: string }[]): string[] => objects.map(({ key }) => key).sort()

function refuseTooMany(count: number, known: number, { dryRun, deleteMany }: SyncOptions): void {
  if (dryRun || deleteMany || count < FEW_DELETIONS || count <= known * MAX_DELETED_SHARE) return
  throw new EvencastError(
    'LIMIT',
    `This would remove ${count} of ${known} files from the store. Check that the library is complete, then confirm.`,
  )
}

/** Does things to many files: one that fails is listed and the others go on; an abort ends all. */
function createWork({ concurrency = 4, signal, onProgress }: SyncOptions, total: number) {
  const failed: { file: string; error: string }[] = []
  let done = 0
  let bytes = 0
  async function each<T extends { readonly key: string; readonly bytes?: number }>(
    items: readonly T[],
    act: (item: T) => Promise<void>,
  ): Promise<T[]> {
    const succeeded: T[] = []
    const one = async (item: T): Promise<void> => {
      try {
        await act(item)
        succeeded.push(item)
        bytes += item.bytes ?? 0
      } catch (error) {
        signal?.throwIfAborted()
        failed.push({ file: item.key, error: messageOf(error) })
      }
      onProgress?.({ done: (done += 1), total, key: item.key, bytes })
    }
    await inParallel(items, concurrency, one, signal)
    return succeeded
  }
  return { each, failed }
}

async function upload(key: string, { local }: Compared, { store, state, trashId, signal }: SyncOptions): Promise<void> {
  const entry = local.get(key)
  if (!entry) throw new EvencastError('NOT_FOUND', `${key} is gone.`)
  const sha256 = entry.sha256 ?? (await sha256Of(entry.file, signal))
  record(state, entry, sha256, await store.put(key, entry.file, { sha256, trashId, signal }), true)
}

async function adopt(key: string, { local, remote, synced }: Compared, { state, signal }: SyncOptions): Promise<void> {
  const entry = local.get(key)
  const object = remote.get(key)
  if (!entry || !object) return
  const ours = synced.get(key)?.ours ?? false
  record(state, entry, entry.sha256 ?? (await sha256Of(entry.file, signal)), object, ours)
}

async function download({ key }: StoreObject, { store, fetch, signal }: SyncOptions): Promise<void> {
  if (!fetch) return
  const temp = fetch.tempFile(key)
  await store.download(key, temp, signal)
  // Not recorded: the next sync finds both sides equal and adopts it, as not ours.
  await fetch.place(temp, key)
}

function record(
  state: SyncState,
  { key, stamp }: LocalEntry,
  sha256: string,
  object: StoreObject,
  ours: boolean,
): void {
  const { bytes, etag, modifiedAt } = object
  state.set(key, { stamp, sha256, bytes, etag, modifiedAt, ours })
}
