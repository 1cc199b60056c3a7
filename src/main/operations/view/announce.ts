import { presentActors, presentLibrary } from './present.ts'
import type { Session } from '../context/library-context.ts'
import type { Activity } from '../context/activity.ts'

export interface Announcer {
  /** These actors' files, labels or state changed: their views go out together, at most every 100 ms. */
  actors(actorIds: Iterable<string>, options?: { readonly images?: boolean }): void
  library(): void
  /** Stays silent from here on. */
  close(): void
}

const INTERVAL_MS = 100

/** Gathers changes so that a window gets a few large events instead of thousands of small ones. */
export function createAnnouncer(session: Session, activity: Activity): Announcer {
  const dirty = new Set<string>()
  const images = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    timer = null
    const actorIds = [...dirty]
    dirty.clear()
    const changedImages = [...images]
    images.clear()
    session.emit({
      type: 'actors',
      actors: presentActors(session, activity, actorIds),
      removed: actorIds.filter((actorId) => !session.folders.has(actorId)),
    })
    if (changedImages.length > 0) session.emit({ type: 'images', actorIds: changedImages })
  }
  let closed = false
  return {
    actors(actorIds, options) {
      for (const actorId of actorIds) {
        dirty.add(actorId)
        if (options?.images !== false) images.add(actorId)
      }
      if (dirty.size > 0 && !closed) timer ??= setTimeout(flush, INTERVAL_MS)
    },
    library: () => session.emit({ type: 'library', library: presentLibrary(session, activity) }),
    close() {
      closed = true
      if (timer) clearTimeout(timer)
    },
  }
}
