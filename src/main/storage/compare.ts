import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { EvencastError } from '../domain/error.ts'
import { inParallel } from '../domain/in-parallel.ts'
import type { Store, StoreObject } from './store.ts'
import { type LocalFile, planSync, remoteChanged, type SyncPlan, type SyncRecord } from './sync-plan.ts'

/** What was synced last, kept by whoever calls. */
export interface SyncState {
  all(): ReadonlyMap<string, SyncRecord>
  set(key: string, record: SyncRecord): void
  remove(key: string): void
}

/** A file to be mirrored: `stamp` is `size:mtimeNs`, `sha256` given when it is known already. */
export interface LocalEntry extends LocalFile {
  readonly file: string
}

export interface CompareOptions {
  /** Which keys are the library's business; all others are left alone, on both sides. */
  readonly scope?: ((key: string) => boolean) | undefined
  readonly deleteForeign?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Compared {
  readonly plan: SyncPlan
  readonly local: ReadonlyMap<string, LocalEntry>
  readonly remote: ReadonlyMap<string, StoreObject>
  readonly synced: ReadonlyMap<string, SyncRecord>
}

const HASHES_AT_ONCE = 4

/**
 * Lists the store and compares. Files whose stamp is that of the last sync are not read. Throws when the listing fails at any
 * point, or when the library looks empty although it was synced before: neither may become a deletion.
 */
export async function compareWithStore(
  store: Store,
  entries: readonly LocalEntry[],
  state: SyncState,
  { scope = () => true, deleteForeign, signal }: CompareOptions = {},
): Promise<Compared> {
  const synced = new Map([...state.all()].filter(([key]) => scope(key)))
  if (entries.length === 0 && synced.size > 0) {
    throw new EvencastError(
      'UNAVAILABLE',
      'The library looks empty, but was synced before. Check its drive; nothing was changed.',
    )
  }
  if (synced.size === 0) await store.prepare()
  const remote = new Map<string, StoreObject>()
  for await (const object of store.list(signal)) if (scope(object.key)) remote.set(object.key, object)

  const hashed = await inParallel(entries, HASHES_AT_ONCE, async (entry): Promise<LocalEntry> => {
    signal?.throwIfAborted()
    const record = synced.get(entry.key)
    const known = entry.sha256 !== null || entry.stamp === record?.stamp || !remote.has(entry.key)
    return known ? entry : { ...entry, sha256: await sha256Of(entry.file, signal) }
  })
  const local = new Map(hashed.map((entry) => [entry.key, entry]))
  const doubtful = hashed.filter(({ key, bytes }) => {
    const object = remote.get(key)
    const record = synced.get(key)
    return object?.bytes === bytes && (!record || remoteChanged(object, record))
  })
  const same = new Set<string>()
  await inParallel(doubtful, HASHES_AT_ONCE, async (entry) => {
    const sha256 = entry.sha256 ?? (await sha256Of(entry.file, signal))
    if ((await store.sha256(entry.key, signal)) === sha256) same.add(entry.key)
  })
  return { plan: planSync({ local, remote, synced, same, deleteForeign }), local, remote, synced }
}

export async function sha256Of(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash, { signal })
  return hash.digest('hex')
}
