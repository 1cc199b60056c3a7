import { messageOf } from '../../domain/error.ts'
import { type LibraryWatcher, watchLibrary } from '../../library/watch.ts'
import type { Announcer } from '../context/announcer.ts'
import type { AssessContext } from '../assess/assess-context.ts'
import { assessChanged, followActors, findForeignManifests, indexActors, withForeignCaptions } from './follow-folder.ts'
import type { Activity } from '../context/activity.ts'

/** Keeps the catalog in step with the folder, whoever changes it. */
export interface Following {
  /** Follows changes from now on. */
  watch(): void
  /** Looks at these actors again, and assesses what changed. */
  readonly refresh: (actorIds: readonly string[]) => void
  /** Until what a run or another program changed is known to the catalog. */
  readonly refreshed: () => Promise<void>
  /** Takes over what was just fetched for these actors, new ones among them; nothing is assessed. `isAbout`: `actor.json` too. */
  readonly catchUp: (actorIds: readonly string[], isAbout?: boolean) => Promise<void>
  /** Breaks off what is under way: the next start looks at the whole folder anyway. */
  close(): Promise<void>
}

export function followLibrary(context: AssessContext, announcer: Announcer, activity: Activity): Following {
  const { emit, log } = context
  const closing = new AbortController()
  const refreshes = new Set<Promise<void>>()
  /** Actors whose folders are being read, and those among them that changed meanwhile. */
  const reading = new Set<string>()
  const changedSince = new Set<string>()
  let watcher: LibraryWatcher | null = null

  function report(error: unknown): void {
    if (closing.signal.aborted) return
    log.warn({ err: error }, 'folder not followed')
    emit({ type: 'notice', level: 'warning', message: messageOf(error) })
  }

  function refresh(actorIds: readonly string[]): void {
    if (closing.signal.aborted) return
    for (const actorId of actorIds) if (reading.has(actorId)) changedSince.add(actorId)
    const next = [...new Set(actorIds)].filter((actorId) => !reading.has(actorId))
    if (next.length === 0) return
    const refreshing = readOnce(next)
      .then(() => assessChanged(context, announcer, next, closing.signal))
      .catch(report)
      .finally(() => refreshes.delete(refreshing))
    refreshes.add(refreshing)
  }

  /** While two thousand files are written, their folder is not read for each hundred: once now, and once more for all that came since. */
  async function readOnce(actorIds: readonly string[]): Promise<void> {
    for (const actorId of actorIds) reading.add(actorId)
    try {
      await indexActors(context, actorIds, { announcer, signal: closing.signal })
    } finally {
      for (const actorId of actorIds) reading.delete(actorId)
      refresh(actorIds.filter((actorId) => changedSince.delete(actorId)))
    }
  }

  async function refreshed(): Promise<void> {
    while (refreshes.size > 0) await Promise.all(refreshes)
  }

  async function followAll(): Promise<void> {
    const changed = await followActors(context, announcer)
    watcher?.follow(changed)
    refresh(changed.actors.map((folder) => folder.actorId))
  }

  return {
    refresh,
    refreshed,
    watch() {
      if (closing.signal.aborted) return
      watcher = watchLibrary(
        context.layout,
        ({ actorIds, manifests, captions }) => {
          if (actorIds === 'all') return void followAll().catch(report)
          refresh(actorIds)
          void findForeignManifests(context, manifests, refresh).catch(report)
          void withForeignCaptions(context, captions).then(refresh).catch(report)
        },
        {
          onMissing(missing) {
            activity.missing = missing
            announcer.library()
          },
          onWarning: (message) => emit({ type: 'notice', level: 'warning', message }),
        },
      )
    },
    async catchUp(actorIds, isAbout = false) {
      if (isAbout || actorIds.some((actorId) => !context.folders.has(actorId)))
        watcher?.follow(await followActors(context, announcer))
      // What it says of images that came only now was passed over.
      for (const actorId of actorIds) context.catalog.actors.setManifestStamp(actorId, 'unread')
      await indexActors(context, actorIds, { announcer })
    },
    async close() {
      closing.abort()
      watcher?.close()
      await refreshed()
    },
  }
}
