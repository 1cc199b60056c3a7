import type { SyncOutcome } from '../../storage/sync.ts'
import { changedHere, type Unsynced } from './store-changes.ts'
import type { StoreRecords } from './store-records.ts'
import type { SyncContext } from './sync-context.ts'

/** Attempts for an actor before it waits for the next listing. */
const TRIES = 3
const NEW_AT_ONCE = 24
const CHANGED_AT_ONCE = 8
const FETCHED_AT_ONCE = 4

/** Actors to sync together. `isNew`: they are only in the store so far. */
export interface Turn {
  readonly actorIds: readonly string[]
  readonly isNew: boolean
}

export type StoreQueue = ReturnType<typeof createStoreQueue>

/** Queues the actors of a working copy that are known to differ from the store. */
export function createStoreQueue(context: SyncContext) {
  /** Actors that differ in the store, with the number of their images that only the store has. */
  const stale = new Map<string, number>()
  const touched = new Set<string>()
  const wanted = new Set<string>()
  /** New actors with nothing but images in the store. They have no folder until their images are downloaded. */
  const imagesOnly = new Set<string>()
  /** Errors of actors that are not tried again before the next listing. */
  const failed = new Map<string, string>()
  /** Failed attempts by actor, until one succeeds. */
  const tries = new Map<string, number>()
  let underWay: readonly string[] = []
  let isPaused = false

  return {
    /** Takes over the result of a listing. */
    found(there: Unsynced): void {
      for (const actorId of tries.keys()) touched.add(actorId)
      failed.clear()
      tries.clear()
      stale.clear()
      for (const [actorId, images] of there) stale.set(actorId, images)
    },
    touch(actorIds: Iterable<string>): void {
      for (const actorId of actorIds) touched.add(actorId)
    },
    /** Queues these actors again, even when they have failed, because a caller waits for their changes to be sent. */
    tryAgain(actorIds: Iterable<string>): void {
      for (const actorId of actorIds) {
        failed.delete(actorId)
        tries.delete(actorId)
        touched.add(actorId)
      }
    },
    /** Gives these actors priority. */
    want(actorIds: Iterable<string>): void {
      for (const actorId of actorIds) wanted.add(actorId)
    },
    /** Gives this actor alone priority. Returns true when it has something to download. */
    wantOnly(actorId: string): boolean {
      wanted.clear()
      wanted.add(actorId)
      return stale.has(actorId)
    },
    /** Downloads images only of actors that have priority from now on. */
    pause: () => void (isPaused = true),
    isPaused: () => isPaused,
    /** Returns the next actors: new ones first, then those with local changes, then those with priority, then the others. */
    async next(known: StoreRecords | null): Promise<Turn | null> {
      const open = [...stale.keys()].filter((actorId) => !failed.has(actorId))
      const fresh = open.filter((actorId) => !context.folders.has(actorId) && !imagesOnly.has(actorId))
      if (fresh.length > 0) return { actorIds: fresh.slice(0, NEW_AT_ONCE), isNew: true }
      while (touched.size > 0 && known) {
        const some = [...touched].slice(0, CHANGED_AT_ONCE)
        underWay = some
        for (const actorId of some) touched.delete(actorId)
        const changed = (await changedHere(context, known, some)).filter((actorId) => !failed.has(actorId))
        if (changed.length > 0) return { actorIds: changed, isNew: false }
      }
      underWay = []
      const first = open.filter((actorId) => wanted.has(actorId))
      const others = first.length > 0 ? first : isPaused ? open.filter((actorId) => stale.get(actorId) === 0) : open
      return others.length > 0 ? { actorIds: others.slice(0, FETCHED_AT_ONCE), isNew: false } : null
    },
    /** Records the outcome of a turn. */
    done({ actorIds, isNew }: Turn, outcome: Pick<SyncOutcome, 'failed'>): void {
      underWay = []
      for (const actorId of actorIds) {
        const why = outcome.failed.find(({ file }) => file.includes(`/${actorId}/`))
        if (!why) {
          tries.delete(actorId)
          if (!isNew) stale.delete(actorId)
          else if (!context.folders.has(actorId)) imagesOnly.add(actorId)
          continue
        }
        // Another machine may have written at the same moment; the next attempt sees its change.
        const tried = (tries.get(actorId) ?? 0) + 1
        tries.set(actorId, tried)
        if (tried >= TRIES) failed.set(actorId, why.error)
        else if (!stale.has(actorId)) stale.set(actorId, 0)
      }
    },
    /** Returns the error of an actor that failed too often; null when there is none. */
    problem: (): string | null => failed.values().next().value ?? null,
    /** Returns true when all local changes of these actors are in the store. */
    isSent: (actorIds: readonly string[]): boolean =>
      !actorIds.some((actorId) => touched.has(actorId) || underWay.includes(actorId) || tries.has(actorId)),
    /** Returns true when all images of these actors are here. */
    isHere: (actorIds: readonly string[]): boolean => !actorIds.some((actorId) => stale.get(actorId)),
    isEmpty: () => stale.size === 0 && touched.size === 0,
    /** Returns the number of images that only the store has, by actor. */
    toCome: (): ReadonlyMap<string, number> => new Map([...stale].filter(([, images]) => images > 0)),
  }
}
