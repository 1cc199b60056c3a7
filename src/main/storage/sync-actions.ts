import { EvencastError } from '../domain/error.ts'
import { type Compared, type LocalEntry, sha256Of, type SyncState } from './compare.ts'
import type { Store, StoreObject } from './store.ts'
import type { SyncAction } from './sync-jobs.ts'
import type { SyncRecord } from './sync-plan.ts'

/** Changes that a sync makes to the library when it is asked to. */
export interface LibrarySide {
  /** Returns a path at which no file exists. */
  tempFile(): string
  /** Moves a downloaded file to a place where there is none. */
  place(temp: string, key: string): Promise<LocalEntry>
  /** Replaces the existing file with a downloaded one; the old file goes to the trash. */
  replace(temp: string, key: string): Promise<LocalEntry>
  /** Moves a file that was removed from the store to the trash. */
  drop(key: string): Promise<void>
  /** Keeps a downloaded file beside the one of that name; returns the latter as it is then. */
  keepBoth(temp: string, key: string): Promise<LocalEntry>
}

/** An object that is about to go to the store's trash. */
interface StoreTrashed {
  readonly key: string
  readonly bytes: number
  readonly why: 'deleted' | 'replaced'
  readonly record: SyncRecord | null
}

export interface ActPorts {
  readonly store: Store
  readonly state: SyncState
  /** Trash id under which replaced and removed objects are kept; one per sync. */
  readonly trashId: string
  /** Needed for downloads. */
  readonly library?: LibrarySide | undefined
  /** True when the library is a working copy of the store: downloaded files count as synced, and as its own. */
  readonly isCopy?: boolean | undefined
  /** Called before an object goes to the trash. */
  readonly onTrashed?: ((trashed: StoreTrashed) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Returns the actions of a sync. Each can be repeated after a crash. */
export function createActs(
  { local, remote, synced }: Compared,
  ports: ActPorts,
): Record<SyncAction, (key: string) => Promise<void>> {
  const { store, state, trashId, library, isCopy = false, onTrashed, signal } = ports

  async function put(entry: LocalEntry | undefined, key: string): Promise<void> {
    if (!entry) throw new EvencastError('NOT_FOUND', `${key} is gone.`)
    const replaced = remote.get(key)
    if (replaced) onTrashed?.({ key, bytes: replaced.bytes, why: 'replaced', record: null })
    const replaces = isCopy ? replaced?.etag : undefined
    const object = await store.put(key, entry.file, {
      sha256: entry.sha256,
      trashId,
      absent: !replaced,
      replaces,
      signal,
    })
    state.set(key, recordOf(entry, object.sha256, object, true))
  }

  async function fetch<T>(key: string, keep: (library: LibrarySide, temp: string) => Promise<T>): Promise<T> {
    if (!library) throw new EvencastError('INTERNAL', `${key} cannot be downloaded: there is no place for it.`)
    const temp = library.tempFile()
    await store.download(key, temp, signal)
    // Not recorded: the next comparison finds both sides equal and adopts them.
    return keep(library, temp)
  }

  /**
   * Downloads a file. For a working copy it is recorded at once, because a comparison would download again whatever has no recorded hash.
   */
  async function take(key: string, keep: (library: LibrarySide, temp: string) => Promise<LocalEntry>): Promise<void> {
    await fetch(key, async (side, temp) => {
      const sha256 = isCopy ? await sha256Of(temp) : ''
      const entry = await keep(side, temp)
      const object = remote.get(key)
      if (isCopy && object) state.set(key, recordOf(entry, sha256, object, true))
    })
  }

  return {
    upload: (key) => put(local.get(key), key),
    place: (key) => take(key, (side, temp) => side.place(temp, key)),
    replace: (key) => take(key, (side, temp) => side.replace(temp, key)),
    keepBoth: async (key) => put(await fetch(key, (side, temp) => side.keepBoth(temp, key)), key),
    async drop(key) {
      await library?.drop(key)
      state.remove(key)
    },
    async remove(key) {
      onTrashed?.({ key, bytes: remote.get(key)?.bytes ?? 0, why: 'deleted', record: synced.get(key) ?? null })
      await store.remove(key, trashId)
      state.remove(key)
    },
  }
}

/** Records a file that was found equal on both sides. */
export async function adopt(
  key: string,
  { local, remote, synced }: Compared,
  { state, isCopy = false }: Pick<ActPorts, 'state' | 'isCopy'>,
): Promise<void> {
  const entry = local.get(key)
  const object = remote.get(key)
  if (!entry || !object) return
  const ours = isCopy || (synced.get(key)?.ours ?? false)
  state.set(key, recordOf(entry, entry.sha256 ?? (await sha256Of(entry.file)), object, ours))
}

function recordOf(
  { stamp }: LocalEntry,
  sha256: string,
  { bytes, etag, modifiedAt }: StoreObject,
  ours: boolean,
): SyncRecord {
  return { stamp, sha256, bytes, etag, modifiedAt, ours }
}
