import { messageOf } from '../../domain/error.ts'
import { type LibraryWatcher, watchLibrary } from '../../library/watch.ts'
import type { Announcer } from '../context/announcer.ts'
import type { AssessContext } from '../assess/assess-context.ts'
import { assessChanged, followActors, findForeignManifests, indexActors, withForeignCaptions } from './follow-folder.ts'
import type { Activity } from '../context/activity.ts'

/** Keeps the catalog up to date with the folder, whichever program changes it. */
export interface Following {
  /** Starts watching the folder. */
  watch(): void
  /** Scans these actors again, and assesses what changed. */
  readonly refresh: (actorIds: readonly string[]) => void
  /** Waits until the catalog contains the changes of runs and other programs. */
  readonly refreshed: () => Promise<void>
  /** Indexes what was just downloaded for these actors, new ones among them; nothing is assessed. `isAbout`: `actor.json` too. */
  readonly catchUp: (actorIds: readonly string[], isAbout?: boolean) => Promise<void>
  /** Stops work in progress, because the next start scans the whole folder anyway. */
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

  /**
   * Reads each folder once now, and once more for all later changes, so that it is not read for every hundred of two thousand new files.
   */
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
      // Entries of images that have just arrived were skipped before, so the manifest is read again.
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
