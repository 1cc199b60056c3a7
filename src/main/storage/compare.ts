import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import { EvencastError } from '../domain/error.ts'
import { inParallel } from '../kit/in-parallel.ts'
import type { Store, StoreObject } from './store.ts'
import { inSlices, SLICE } from '../kit/slices.ts'
import {
  folderOf,
  type LocalFile,
  planSync,
  remoteChanged,
  type SyncPlan,
  type SyncRecord,
  type SyncSides,
} from './sync-plan.ts'

/** State of the last sync, which the caller stores. */
export interface SyncState {
  /** Returns the next records after a key, in key order; empty at the end. */
  page(after: string, size: number): readonly (readonly [key: string, record: SyncRecord])[]
  set(key: string, record: SyncRecord): void
  remove(key: string): void
}

/** A file to be mirrored: `stamp` is `size:mtimeNs`, `sha256` is set when it is known already. */
export interface LocalEntry extends LocalFile {
  readonly file: string
}

export interface CompareOptions {
  /** Returns true for keys that belong to the library; all others are ignored on both sides. */
  readonly scope?: ((key: string) => boolean) | undefined
  readonly deleteForeign?: boolean | undefined
  readonly names?: SyncSides['names']
  /** Folders whose local files could not be listed, with the reason. Filled by the time `found` resolves; nothing in them is compared. */
  readonly unread?: ReadonlyMap<string, string> | undefined
  /** Compares only what is below these folders; everything by default. */
  readonly folders?: readonly string[] | undefined
  /** The store's objects in those folders, when known; listed by default. */
  readonly listed?: ReadonlyMap<string, StoreObject> | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Compared {
  readonly plan: SyncPlan
  readonly local: ReadonlyMap<string, LocalEntry>
  readonly remote: ReadonlyMap<string, StoreObject>
  readonly synced: ReadonlyMap<string, SyncRecord>
}

const HASHES_AT_ONCE = 4
const LISTINGS_AT_ONCE = 8

/**
 * Lists the store and compares. Files with the stamp of the last sync are not read. Throws when the listing fails at any point, or when the
 * library looks empty although it was synced before, because neither may turn into deletions.
 */
export async function compareWithStore(
  store: Store,
  found: readonly LocalEntry[] | Promise<readonly LocalEntry[]>,
  state: SyncState,
  { scope = () => true, deleteForeign, names, unread = new Map(), folders, listed, signal }: CompareOptions = {},
): Promise<Compared> {
  const records = recordsOf(state, scope, folders)
  // All three run in parallel, because each waits for another machine or for the drive.
  const [recorded, entries, stored] = await Promise.all([
    records,
    found,
    listed ?? records.then(({ size }) => remoteOf(store, scope, size === 0 && !folders, folders, signal)),
  ])
  const [synced, remote] = [without(unread, recorded), without(unread, stored)]
  if (entries.length === 0 && synced.size > 0 && !folders) {
    throw new EvencastError(
      'UNAVAILABLE',
      'The library looks empty, but was synced before. Check its drive; nothing was changed.',
    )
  }

  const local = new Map<string, LocalEntry>()
  const unknown: LocalEntry[] = []
  await inSlices(entries, (entry) => {
    const known = entry.sha256 !== null || entry.stamp === synced.get(entry.key)?.stamp || !remote.has(entry.key)
    local.set(entry.key, entry)
    if (!known) unknown.push(entry)
  })
  await inParallel(unknown, HASHES_AT_ONCE, async (entry) => {
    signal?.throwIfAborted()
    local.set(entry.key, { ...entry, sha256: await sha256Of(entry.file, signal) })
  })
  const doubtful: LocalEntry[] = []
  await inSlices(local.values(), (entry) => {
    const object = remote.get(entry.key)
    const record = synced.get(entry.key)
    if (object?.bytes === entry.bytes && (!record || remoteChanged(object, record))) doubtful.push(entry)
  })
  const same = new Set<string>()
  await inParallel(doubtful, HASHES_AT_ONCE, async (entry) => {
    const sha256 = entry.sha256 ?? (await sha256Of(entry.file, signal))
    if ((await store.sha256(entry.key, signal)) === sha256) same.add(entry.key)
  })
  return { plan: await planInSlices({ local, remote, synced, same, deleteForeign, names }), local, remote, synced }
}

function without<T>(folders: ReadonlyMap<string, unknown>, side: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  if (folders.size === 0) return side
  const beginnings = [...folders.keys()].map((folder) => `${folder}/`)
  return new Map([...side].filter(([key]) => !beginnings.some((beginning) => key.startsWith(beginning))))
}

async function remoteOf(
  store: Store,
  scope: (key: string) => boolean,
  isNew: boolean,
  folders: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, StoreObject>> {
  if (isNew) await store.prepare()
  const remote = new Map<string, StoreObject>()
  await inParallel(folders ?? [undefined], LISTINGS_AT_ONCE, async (folder) => {
    for await (const object of store.list(signal, folder)) if (scope(object.key)) remote.set(object.key, object)
  })
  return remote
}

/** Returns the records; with `folders` only those below them. */
export async function recordsOf(
  state: Pick<SyncState, 'page'>,
  scope: (key: string) => boolean,
  folders: readonly string[] = [''],
): Promise<Map<string, SyncRecord>> {
  const records = new Map<string, SyncRecord>()
  for (const folder of folders) {
    const below = folder === '' ? '' : `${folder}/`
    for (let page = state.page(below, SLICE); page.length > 0;) {
      const within = page.filter(([key]) => key.startsWith(below))
      for (const [key, record] of within) if (scope(key)) records.set(key, record)
      page = within.length < page.length ? [] : state.page(page.at(-1)?.[0] ?? '', SLICE)
      await breathe()
    }
  }
  return records
}

/** Plans folder by folder, because files of one folder are decided together. */
async function planInSlices(sides: SyncSides): Promise<SyncPlan> {
  const folders = new Map<string, Set<string>>()
  for (const side of [sides.local, sides.remote, sides.synced]) {
    await inSlices(side.keys(), (key) => {
      const folder = folderOf(key)
      const known = folders.get(folder)
      if (known) known.add(key)
      else folders.set(folder, new Set([key]))
    })
  }
  const plans: SyncPlan[] = []
  let slice: string[] = []
  for (const keys of folders.values()) {
    slice = [...slice, ...keys]
    if (slice.length < SLICE) continue
    plans.push(planSync(sides, slice))
    slice = []
    await breathe()
  }
  return together([...plans, planSync(sides, slice)])
}

const together = (plans: readonly SyncPlan[]): SyncPlan => ({
  uploads: plans.flatMap(({ uploads }) => uploads),
  downloads: plans.flatMap(({ downloads }) => downloads),
  deletions: plans.flatMap(({ deletions }) => deletions),
  emptied: plans.flatMap(({ emptied }) => emptied),
  conflicts: plans.flatMap(({ conflicts }) => conflicts),
  unchanged: plans.flatMap(({ unchanged }) => unchanged),
  adopted: plans.flatMap(({ adopted }) => adopted),
  forgotten: plans.flatMap(({ forgotten }) => forgotten),
  dropped: plans.flatMap(({ dropped }) => dropped),
})

export async function sha256Of(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash, { signal })
  return hash.digest('hex')
}
