import type { SyncOutcome } from '../../storage/sync.ts'
import { changedHere, type Unsynced } from './store-changes.ts'
import type { StoreRecords } from './store-records.ts'
import type { SyncContext } from './sync-context.ts'

/** Of what fails, before it waits for the next look. */
const TRIES = 3
const NEW_AT_ONCE = 24
const CHANGED_AT_ONCE = 8
const FETCHED_AT_ONCE = 4

/** Actors to be synced together; `isNew`: nobody has seen them here. */
export interface Turn {
  readonly actorIds: readonly string[]
  readonly isNew: boolean
}

export type StoreQueue = ReturnType<typeof createStoreQueue>

/** The actors of a working copy that are not in step with the store, as far as is known, and whose turn it is. */
export function createStoreQueue(context: SyncContext) {
  /** With how many of their images are in the store alone. */
  const stale = new Map<string, number>()
  const touched = new Set<string>()
  const wanted = new Set<string>()
  /** Nothing of them but images is in the store: they are here once these are. */
  const imagesOnly = new Set<string>()
  /** What did not come: not tried again before the next look. */
  const failed = new Map<string, string>()
  /** What did not come or go yet. */
  const tries = new Map<string, number>()
  let underWay: readonly string[] = []
  let isPaused = false

  return {
    /** What a look at the store has found. */
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
    /** Somebody waits until what was changed of these is sent: they are tried once more, whatever has failed. */
    tryAgain(actorIds: Iterable<string>): void {
      for (const actorId of actorIds) {
        failed.delete(actorId)
        tries.delete(actorId)
        touched.add(actorId)
      }
    },
    /** These before others. */
    want(actorIds: Iterable<string>): void {
      for (const actorId of actorIds) wanted.add(actorId)
    },
    /** This one alone before others. Answers whether there is anything to fetch. */
    wantOnly(actorId: string): boolean {
      wanted.clear()
      wanted.add(actorId)
      return stale.has(actorId)
    },
    /** From now on only images of actors that are looked at are fetched. */
    pause: () => void (isPaused = true),
    isPaused: () => isPaused,
    /** Whose turn it is: those nobody has seen, then what was changed here, then who is looked at, then the others. */
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
    /** What became of a turn. */
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
        // Somebody else may have written at the same moment: the next try sees that.
        const tried = (tries.get(actorId) ?? 0) + 1
        tries.set(actorId, tried)
        if (tried >= TRIES) failed.set(actorId, why.error)
        else if (!stale.has(actorId)) stale.set(actorId, 0)
      }
    },
    /** What does not come; null: nothing. */
    problem: (): string | null => failed.values().next().value ?? null,
    /** What was changed here of these actors is in the store. */
    isSent: (actorIds: readonly string[]): boolean =>
      !actorIds.some((actorId) => touched.has(actorId) || underWay.includes(actorId) || tries.has(actorId)),
    /** All images of these actors are here. */
    isHere: (actorIds: readonly string[]): boolean => !actorIds.some((actorId) => stale.get(actorId)),
    isEmpty: () => stale.size === 0 && touched.size === 0,
    /** Images that are in the store alone, by actor. */
    toCome: (): ReadonlyMap<string, number> => new Map([...stale].filter(([, images]) => images > 0)),
  }
}
