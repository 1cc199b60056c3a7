import type { Announcer } from '../context/announcer.ts'
import { presentActors, presentLibrary } from './present.ts'
import type { ViewContext } from './view-context.ts'
import type { Activity } from '../context/activity.ts'

const INTERVAL_MS = 100

/** Collects changes, so that a window gets a few large events instead of thousands of small ones. */
export function createAnnouncer(context: ViewContext, activity: Activity): Announcer {
  const dirty = new Set<string>()
  const images = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    timer = null
    const actorIds = [...dirty]
    dirty.clear()
    activity.touched(actorIds)
    const changedImages = [...images]
    images.clear()
    context.emit({
      type: 'actors',
      actors: presentActors(context, activity, actorIds),
      removed: actorIds.filter((actorId) => !context.folders.has(actorId)),
    })
    if (changedImages.length > 0) context.emit({ type: 'images', actorIds: changedImages })
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
    library: () => context.emit({ type: 'library', library: presentLibrary(context, activity) }),
    close() {
      closed = true
      if (timer) clearTimeout(timer)
    },
  }
}

/** Sends all views again after the settings changed, because targets and states depend on them. */
export function announceAll({
  context,
  activity,
  announcer,
}: {
  readonly context: ViewContext
  readonly activity: Activity
  readonly announcer: Announcer
}): void {
  activity.storedSince = context.catalog.summaries.nextRevision()
  announcer.library()
  announcer.actors(context.folders.keys())
}
