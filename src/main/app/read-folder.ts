import { setTimeout as delay } from 'node:timers/promises'
import { batchesOf } from '../kit/batches-of.ts'
import { inParallel } from '../kit/in-parallel.ts'
import { writeFolderMemory } from '../library/folder-memory.ts'
import { GROUPS_AT_ONCE } from '../library/scanner.ts'
import type { Activity } from '../operations/context/activity.ts'
import type { Announcer } from '../operations/context/announcer.ts'
import { createOpeningScan } from '../operations/context/opening-scan.ts'
import type { Tasks } from '../operations/context/tasks.ts'
import type { Confirmed } from '../operations/follow/confirm-folders.ts'
import { indexActors } from '../operations/follow/follow-folder.ts'
import type { Following } from '../operations/follow/follow-library.ts'
import { renewSummaries } from '../operations/index/renew-summaries.ts'
import { dropLostActors } from './lost-and-trashed.ts'
import type { OpenedContext } from './opened-context.ts'

interface Reading {
  readonly activity: Activity
  readonly announcer: Announcer
  readonly tasks: Tasks
  readonly following: Following
  readonly confirmed: Confirmed
  readonly clearImageFolders: (dirs: readonly string[]) => Promise<void>
}

/** Folders that a thread clears at a time, which takes at most a second on a slow drive. */
const FOLDERS_AT_A_TIME = 200

/** Delays before a failed listing is tried again; a sleeping network drive responds within seconds. */
const PAUSES_MS = [500, 2000, 5000]

/** Reads the whole folder for the first time, and follows its changes from now on. */
export function readFolder(
  context: OpenedContext,
  { activity, announcer, tasks, following, confirmed, clearImageFolders }: Reading,
  pausesMs: readonly number[] = PAUSES_MS,
) {
  const openingScan = createOpeningScan(context.folders.keys())
  const { finished } = tasks.start('index', 'Reading the folder', async ({ signal, progress }) => {
    await listed(confirmed, signal, pausesMs)
    signal.throwIfAborted()
    following.watch()
    await rememberFolders(context)
    const dirs = context.layout.actors.map(({ imagesDir }) => imagesDir)
    // Leftover files that cannot be removed do no harm.
    const clear = (some: readonly string[]) => clearImageFolders(some).catch(() => undefined)
    await inParallel(batchesOf(dirs, FOLDERS_AT_A_TIME), GROUPS_AT_ONCE, clear, signal)
    await renewSummaries(context.catalog, signal)
    dropLostActors(context)
    const onActor = (done: number, total: number) => progress('Reading the folder', done, total)
    await indexActors(context, [...context.folders.keys()], { announcer, signal, openingScan, onActor })
    openingScan.end()
    activity.indexed = true
    announcer.library()
  })
  return { openingScan, indexed: finished }
}

/** Lists the folders, with retries, because nothing else reads the folder while the library is open. */
export async function listed(
  confirmed: Confirmed,
  signal: AbortSignal,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<void> {
  for (const pauseMs of pausesMs)
    try {
      return (await confirmed()) ?? undefined
    } catch {
      await delay(pauseMs, undefined, { signal })
    }
  await confirmed()
}

/** Stores the listed folders, which the next opening shows at once. */
export async function rememberFolders({ layout, folders }: OpenedContext): Promise<void> {
  if (layout.isRemembered) return
  const usual = [...folders.values()].filter(({ actorId }) => !layout.unusual?.has(actorId))
  await writeFolderMemory(layout.root, usual)
}
