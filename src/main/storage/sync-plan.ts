import { isSafeKey, type StoreObject } from './store.ts'

/** A file of the library. */
export interface LocalFile {
  readonly key: string
  readonly bytes: number
  /** `size:mtimeNs`. */
  readonly stamp: string
  /** Null when it is not needed: the stamp is that of the last sync. */
  readonly sha256: string | null
}

/** State of both sides when they last agreed. */
export interface SyncRecord {
  readonly stamp: string
  readonly sha256: string
  readonly bytes: number
  readonly etag: string | null
  readonly modifiedAt: string
  /** True when we wrote it, so that we may remove it; false for an object that was found in the store. */
  readonly ours: boolean
}

/** Reason of a conflict in which nothing was changed here. */
export const CHANGED_THERE = 'changed in the store'

export type StoreStatus = 'synced' | 'changed' | 'absent'

interface SyncUpload {
  readonly key: string
  readonly bytes: number
  readonly why: 'new' | 'changed' | 'missing in the store'
}

/** One side of a conflict. */
interface Version {
  readonly bytes: number
  /** ISO 8601. */
  readonly modifiedAt: string
}

export interface SyncConflict {
  readonly key: string
  /** A phrase for people. */
  readonly why: string
  /** Null when it was deleted here. */
  readonly here: Version | null
  /** Null when only its name is the problem, so that no choice would help. */
  readonly there: Version | null
  readonly newer: 'here' | 'there' | null
}

export interface SyncPlan {
  readonly uploads: readonly SyncUpload[]
  /** Objects only in the store that we did not write: they may be downloaded, but only on request. */
  readonly downloads: readonly StoreObject[]
  /** Objects that we wrote and that were deleted here since. */
  readonly deletions: readonly StoreObject[]
  /** Folders that are empty or missing here and were not before: their objects stay in the store and are offered for download. */
  readonly emptied: readonly string[]
  readonly conflicts: readonly SyncConflict[]
  readonly unchanged: readonly string[]
  /** Keys found equal on both sides without a record, to be recorded. */
  readonly adopted: readonly string[]
  /** Keys gone on both sides, whose records are to be dropped. */
  readonly forgotten: readonly string[]
  /** For a working copy: keys that others removed from the store, to be removed here too. */
  readonly dropped: readonly string[]
}

export interface SyncSides {
  readonly local: ReadonlyMap<string, LocalFile>
  readonly remote: ReadonlyMap<string, StoreObject>
  readonly synced: ReadonlyMap<string, SyncRecord>
  /** Keys whose content was compared and is the same on both sides. */
  readonly same: ReadonlySet<string>
  /** True when deletions also apply to objects that we did not write, once they were in the library. */
  readonly deleteForeign?: boolean | undefined
  /**
   * For a working copy of the store: returns true when a manifest names the image, which then belongs to the set; this decides about files
   * on one side only. Null when no manifest can tell.
   */
  readonly names?: ((key: string) => boolean | null) | undefined
}

type Act = 'upload' | 'download' | 'delete' | 'drop' | 'unchanged' | 'adopt' | 'forget' | { readonly conflict: string }

/**
 * Plans how to bring the store up to date with the library: a three-way comparison with the state of the last sync. Local files are never
 * changed. `keys`: all of a folder's keys or none; every key by default. Where one side changed in a way that the record cannot explain,
 * the key becomes a named conflict, not a guess.
 */
export function planSync(sides: SyncSides, keys: Iterable<string> = keysOf(sides)): SyncPlan {
  const { local, remote, synced } = sides
  const acts = [...keys].sort().map((key) => ({ key, act: decide(key, sides) }))
  const having = (act: Act) => acts.filter((entry) => entry.act === act).map(({ key }) => key)
  const objects = (act: Act) => having(act).flatMap((key) => remote.get(key) ?? [])
  const uploads = having('upload').flatMap((key): SyncUpload[] => {
    const file = local.get(key)
    const why = remote.has(key) ? 'changed' : synced.has(key) ? 'missing in the store' : 'new'
    return file ? [{ key, bytes: file.bytes, why }] : []
  })
  const filled = new Set(acts.flatMap(({ key }) => (local.has(key) ? folderOf(key) : [])))
  const deletions = objects('delete')
  const mayGo = ({ key }: StoreObject) => sides.names !== undefined || filled.has(folderOf(key))
  const held = deletions.filter((object) => !mayGo(object))
  return {
    uploads,
    downloads: [...objects('download'), ...held],
    deletions: deletions.filter(mayGo),
    emptied: [...new Set(held.map(({ key }) => folderOf(key)))],
    conflicts: acts.flatMap(({ key, act }) =>
      typeof act === 'object' ? [conflictOf(key, act.conflict, local.get(key), remote.get(key))] : [],
    ),
    unchanged: having('unchanged'),
    adopted: having('adopt'),
    forgotten: having('forget'),
    dropped: having('drop'),
  }
}

const keysOf = ({ local, remote, synced }: SyncSides): Iterable<string> =>
  new Set([...local.keys(), ...remote.keys(), ...synced.keys()])

export const folderOf = (key: string): string => key.slice(0, Math.max(0, key.lastIndexOf('/')))

function conflictOf(
  key: string,
  why: string,
  file: LocalFile | undefined,
  object: StoreObject | undefined,
): SyncConflict {
  const here = file ? { bytes: file.bytes, modifiedAt: modifiedAtOf(file.stamp) } : null
  const there = object ? { bytes: object.bytes, modifiedAt: object.modifiedAt } : null
  const known = isSafeKey(key) ? there : null
  return { key, why, here, there: known, newer: here && known && newerOf(here, known) }
}

/** Compares in whole seconds, because buckets state no more. */
function newerOf(here: Version, there: Version): SyncConflict['newer'] {
  const [ours, theirs] = [here, there].map(({ modifiedAt }) => Math.floor(Date.parse(modifiedAt) / 1000))
  return ours === undefined || theirs === undefined || ours === theirs ? null : ours > theirs ? 'here' : 'there'
}

const modifiedAtOf = (stamp: string): string =>
  new Date(Number(BigInt(stamp.split(':')[1] ?? '0') / 1_000_000n)).toISOString()

function decide(key: string, { local, remote, synced, same, deleteForeign = false, names }: SyncSides): Act {
  const here = local.get(key)
  const there = remote.get(key)
  const record = synced.get(key)
  if (!isSafeKey(key))
    return here ? { conflict: 'its name cannot be used in a store: rename it' } : there ? 'unchanged' : 'forget'
  if (here && !there) {
    const isGone = record && !localChanged(here, record) && names?.(key) === false
    return isGone ? 'drop' : 'upload'
  }
  if (!here && !there) return 'forget'
  if (!here && there) {
    if (!record || !(record.ours || deleteForeign) || (names && names(key) !== false)) return 'download'
    return remoteChanged(there, record) ? { conflict: 'deleted here but changed in the store since' } : 'delete'
  }
  if (!here || !there) return 'unchanged'
  if (!record)
    return same.has(key) ? 'adopt' : { conflict: 'in the store with other content, and never synced from here' }
  const changed = localChanged(here, record)
  // A file with a new time and the same content is recorded again, so that it is not read each time.
  if (!remoteChanged(there, record)) return changed ? 'upload' : here.stamp === record.stamp ? 'unchanged' : 'adopt'
  if (same.has(key)) return 'adopt'
  return { conflict: changed ? 'changed here and in the store' : CHANGED_THERE }
}

export const localChanged = (file: LocalFile, record: SyncRecord): boolean =>
  file.stamp !== record.stamp && file.sha256 !== record.sha256

/**
 * Returns true when the object changed. ETags are compared with the last one seen, never with a hash, because on many stores they are none.
 */
export const remoteChanged = (object: StoreObject, record: SyncRecord): boolean =>
  object.bytes !== record.bytes ||
  (object.etag !== null && record.etag !== null ? object.etag !== record.etag : object.modifiedAt !== record.modifiedAt)

/** Returns the status as far as it is known without a request to the store. */
export function storeStatus(file: Pick<LocalFile, 'stamp' | 'sha256'>, record: SyncRecord | undefined): StoreStatus {
  if (!record) return 'absent'
  return file.stamp === record.stamp || file.sha256 === record.sha256 ? 'synced' : 'changed'
}
