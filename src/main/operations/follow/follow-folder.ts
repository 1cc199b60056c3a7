import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { EvencastError } from '../../domain/error.ts'
import type { ActorFolder, LibraryLayout } from '../../library/layout.ts'
import { recognise } from '../../library/open.ts'
import type { Announcer } from '../context/announcer.ts'
import type { OpeningScan } from '../context/opening-scan.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { manifestStamp } from '../../library/manifest-file.ts'
import { assessActor } from '../assess/assess-actor.ts'
import { indexCaptions } from '../captions/remember-captions.ts'
import { unmeasuredImages } from '../index/known-images.ts'
import { amongMany } from '../index/among-many.ts'
import { indexActor, indexFailed } from '../index/index-actor.ts'
import type { AssessContext } from '../assess/assess-context.ts'

/** Actors indexed at a time. Another thread scans many folders together, and many are written in one transaction. */
const ACTORS_AT_ONCE = 64

/** Indexes these actors without assessing them. An actor that fails shows its problem. Throws UNAVAILABLE when the library is missing. */
export async function indexActors(
  context: AssessContext,
  actorIds: readonly string[],
  {
    announcer,
    signal,
    openingScan,
    onActor,
  }: {
    readonly announcer: Announcer
    readonly signal?: AbortSignal | undefined
    readonly openingScan?: Pick<OpeningScan, 'begin' | 'read'>
    readonly onActor?: (done: number, total: number) => void
  },
): Promise<void> {
  let done = 0
  const among = actorIds.length > 1 ? amongMany() : undefined
  await inParallel(
    actorIds,
    ACTORS_AT_ONCE,
    async (actorId) => {
      openingScan?.begin(actorId)
      if (!context.folders.has(actorId)) return
      try {
        const change = await context.actorLock(actorId, () => indexActor(context, actorId, among))
        const { changed, gone, labels, sidecars } = change
        openingScan?.read(actorId, change.scan)
        const readCaptions = () => indexCaptions(context, actorId, change)
        const captions = await (among ? among.inTurn(readCaptions) : readCaptions())
        const row = context.catalog.actors.get(actorId)
        if (changed + gone > 0 || labels || sidecars || captions || row?.summary === null) {
          await context.catalog.together(() =>
            context.catalog.actors.setSummary(actorId, context.catalog.summaries.summaryOf(actorId)),
          )
          announcer.actors([actorId])
        }
      } catch (error) {
        if (error instanceof EvencastError && error.code === 'UNAVAILABLE') throw error
        indexFailed(context, actorId, error)
        announcer.actors([actorId])
      }
      onActor?.(++done, actorIds.length)
    },
    signal,
  )
}

/**
 * Finds actors whose manifest another program has written. All are reported together, except those whose manifest is being written at this
 * moment: that may take as long as writing thousands of captions, and the others do not wait for it.
 */
export async function findForeignManifests(
  { folders, catalog, manifestLock }: AssessContext,
  actorIds: readonly string[],
  found: (actorIds: readonly string[]) => void,
): Promise<void> {
  const isForeign = (actorId: string): Promise<boolean> =>
    manifestLock(actorId, async () => {
      const folder = folders.get(actorId)
      return folder !== undefined && (await manifestStamp(folder)) !== catalog.actors.get(actorId)?.manifestStamp
    })
  const look = async (some: readonly string[]): Promise<void> => {
    const foreign = await Promise.all(some.map(isForeign))
    found(some.filter((_, i) => foreign[i]))
  }
  const written = new Set(actorIds)
  for (const actorId of actorIds) void manifestLock(actorId, async () => written.delete(actorId))
  // Locks that were free have been acquired by then.
  await nextTurn()
  const others = actorIds.filter((actorId) => !written.has(actorId))
  await Promise.all([look(others), ...[...written].map((actorId) => look([actorId]))])
}

/** Returns actors with a caption file that another program has written. */
export async function withForeignCaptions(
  { folders, captionFiles }: AssessContext,
  changed: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly string[]> {
  const foreign: string[] = []
  for (const [actorId, names] of changed) {
    const dir = folders.get(actorId)?.imagesDir
    if (dir === undefined) continue
    if (!(await captionFiles.areOwn([...names].map((name) => join(dir, name))))) foreign.push(actorId)
  }
  return foreign
}

/** Assesses actors that were indexed after a change, if they still exist and have something new. */
export async function assessChanged(
  context: AssessContext,
  announcer: Announcer,
  actorIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { catalog, folders, unjudged } = context
  for (const actorId of actorIds) {
    if (!folders.has(actorId) || catalog.actors.get(actorId)?.problem) continue
    if (!unjudged.has(actorId) && (await unmeasuredImages(context, actorId)).length === 0) continue
    await assessActor(context, actorId, signal)
    announcer.actors([actorId])
  }
}

/** Returns true when the view of an actor may have changed. */
const saysOther = (folder: ActorFolder, before: ActorFolder | undefined): boolean =>
  before === undefined ||
  folder.imagesDir !== before.imagesDir ||
  folder.aboutProblem !== before.aboutProblem ||
  JSON.stringify(folder.about) !== JSON.stringify(before.about)

/** Updates the list of actors from the library's folder. Returns the new layout. */
export async function followActors(context: AssessContext, announcer: Announcer): Promise<LibraryLayout> {
  context.takeOver(await recognise(context.layout.opened))
  const { actors } = context.layout
  const here = new Set(actors.map(({ actorId }) => actorId))
  const removed = [...context.folders.keys()].filter((actorId) => !here.has(actorId))
  const changed = actors.filter((folder) => saysOther(folder, context.folders.get(folder.actorId)))
  for (const actorId of removed) context.folders.delete(actorId)
  for (const folder of actors) context.folders.set(folder.actorId, folder)
  announcer.actors([...removed, ...changed.map(({ actorId }) => actorId)])
  announcer.library()
  return context.layout
}
