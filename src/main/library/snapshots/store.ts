import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { createKeyedLock, type KeyedLock } from '../../kit/keyed-lock.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { syncDir, writeAtomic } from '../durable.ts'
import { readJsonIfThere, writeJsonAtomic } from '../json-file.ts'
import { assertInside } from '../path-in.ts'
import { isMissing, isThere, ownDir, unavailable } from '../presence.ts'
import { createObjects, type Objects } from './objects.ts'
import { type ActorRecord, readActorRecord, Snapshot, SnapshotId } from './schema.ts'

const FILE = /^(.+)\.json$/
const AT_ONCE = 16

/** Named versions of a library, in `.evencast/snapshots`. */
export interface SnapshotStore {
  readonly objects: Objects
  /** Serializes operations on snapshots. */
  readonly lock: KeyedLock
  /** Newest first. Damaged ones are left out and stay on disk. */
  list(): Promise<readonly Snapshot[]>
  /** Finds a snapshot by id or name; the newest of that name. Throws NOT_FOUND. */
  find(nameOrId: string): Promise<Snapshot>
  /** Reads the record of an actor's folder. Throws NOT_FOUND when it is damaged. */
  record(sha256: string): Promise<ActorRecord>
  addRecord(record: ActorRecord): Promise<string>
  /** Call it before contents are added: it marks the store, so that leftovers of an interruption are found. */
  begin(): Promise<void>
  /** Writes a snapshot after all its contents were added. */
  finish(snapshot: Snapshot): Promise<void>
  /** Deletes these snapshots and all contents that no other one uses. Safe to repeat after a kill. */
  remove(ids: readonly string[]): Promise<void>
  /** Removes what an interrupted snapshot or removal left. */
  settle(): Promise<void>
}

export function createSnapshotStore(root: string): SnapshotStore {
  const dir = join(ownDir(root), 'snapshots')
  const objects = createObjects(root)
  const fileOf = (id: string): string => join(dir, `${SnapshotId.parse(id)}.json`)
  /** Exists while the store may have contents that no snapshot uses. */
  const unsettled = join(dir, 'unsettled')

  async function readAll(): Promise<{ readonly snapshots: readonly Snapshot[]; readonly damaged: boolean }> {
    await assertInside(root, dir)
    const names = await readdir(dir).catch((error: unknown) => {
      if (isMissing(error)) return []
      throw unavailable(dir, error)
    })
    const ids = names.flatMap((name) => SnapshotId.safeParse(FILE.exec(name)?.[1]).data ?? [])
    const found = await inParallel(ids, AT_ONCE, async (id) => {
      const snapshot = await readJsonIfThere(fileOf(id), Snapshot).catch(() => null)
      return snapshot?.id === id ? snapshot : null
    })
    const snapshots = found
      .filter((snapshot) => snapshot !== null)
      .sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1))
    return { snapshots, damaged: snapshots.length < found.length }
  }

  const list = async (): Promise<readonly Snapshot[]> => (await readAll()).snapshots

  const record = async (sha256: string): Promise<ActorRecord> =>
    readActorRecord((await objects.read(sha256)).toString('utf8'))

  async function begin(): Promise<void> {
    await assertInside(root, dir)
    await mkdir(dir, { recursive: true })
    if (!(await isThere(unsettled))) await writeAtomic(unsettled, '')
  }

  const ended = async (): Promise<void> => {
    await rm(unsettled, { force: true })
    await syncDir(dir)
  }

  /** Deletes unused contents. Nothing is deleted while any snapshot is damaged, because its contents are unknown. */
  async function sweep(): Promise<void> {
    const { snapshots, damaged } = await readAll()
    if (damaged) return
    const keep = new Set(snapshots.flatMap(({ actors }) => actors.map((actor) => actor.record)))
    const records = await inParallel([...keep], AT_ONCE, (sha256) => record(sha256).catch(() => null))
    for (const found of records) {
      if (!found) return
      if (found.manifest !== null) keep.add(found.manifest)
      for (const file of found.files) keep.add(file.sha256)
    }
    await objects.sweep(keep)
    await ended()
  }

  return {
    objects,
    lock: createKeyedLock(),
    list,
    record,
    begin,
    async find(nameOrId) {
      const all = await list()
      const found = all.find(({ id }) => id === nameOrId) ?? all.find(({ name }) => name === nameOrId)
      if (found) return found
      throw new EvencastError(
        'NOT_FOUND',
        `There is no snapshot ${JSON.stringify(nameOrId)}; “snapshot list” names those that are there.`,
      )
    },
    addRecord: async (value) => (await objects.addBytes(Buffer.from(`${JSON.stringify(value)}\n`))).sha256,
    async finish(snapshot) {
      await objects.sync()
      await writeJsonAtomic(fileOf(snapshot.id), snapshot)
      await ended()
    },
    async remove(ids) {
      if (ids.length === 0) return
      await begin()
      for (const id of ids) await rm(fileOf(id), { force: true })
      await syncDir(dir)
      await sweep()
    },
    async settle() {
      if (await isThere(unsettled)) await sweep()
    },
  }
}
