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
  /** One thing at a time is done to snapshots. */
  readonly lock: KeyedLock
  /** Newest first. Those that make no sense are left out and stay where they are. */
  list(): Promise<readonly Snapshot[]>
  /** By its name or id; the newest of a name. Throws NOT_FOUND. */
  find(nameOrId: string): Promise<Snapshot>
  /** What an actor's folder held. Throws NOT_FOUND when it is damaged. */
  record(sha256: string): Promise<ActorRecord>
  addRecord(record: ActorRecord): Promise<string>
  /** Before contents are added: what is left of them when this is cut short is found by it. */
  begin(): Promise<void>
  /** Writes a snapshot whose contents are all there. */
  finish(snapshot: Snapshot): Promise<void>
  /** Deletes these, and every content that no other one holds. Safe to repeat after a kill. */
  remove(ids: readonly string[]): Promise<void>
  /** Clears what a snapshot or a removal that was cut short has left. */
  settle(): Promise<void>
}

export function createSnapshotStore(root: string): SnapshotStore {
  const dir = join(ownDir(root), 'snapshots')
  const objects = createObjects(root)
  const fileOf = (id: string): string => join(dir, `${SnapshotId.parse(id)}.json`)
  /** There while contents may lie here that no snapshot holds. */
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

  /** What a damaged snapshot holds is not known: as long as there is one, nothing is deleted. */
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
