import { join } from 'node:path'
import { inParallel } from '../kit/in-parallel.ts'
import { byIndex, isSafeActorId } from '../domain/naming.ts'
import { actorFolder } from './actor-folder.ts'
import type { ActorFolder } from './layout.ts'
import { isActorLook, leadsInside, look, type Look } from './look.ts'

/** Enough to keep a slow drive busy; local reads are bound by libuv's four threads anyway. */
const FOLDERS_AT_ONCE = 32
const NOT_ACTORS = new Set(['action_plans', 'node_modules', '__MACOSX', '$RECYCLE.BIN', 'System Volume Information'])

export interface FoundActors {
  /** In natural order of their ids. */
  readonly actors: readonly ActorFolder[]
  readonly warnings: readonly string[]
  /** A sub-folder that is a library itself, for a hint when no actor was found. */
  readonly libraryInside: string | null
}

/** The actors among a folder's sub-folders. `withImagesOnly`: a sub-folder without images is no actor. */
export async function findActors(
  root: string,
  actorsDir: string,
  seen: Look,
  withImagesOnly: boolean,
): Promise<FoundActors> {
  const visible = [...seen.folders, ...seen.links].filter((name) => !name.startsWith('.') && !NOT_ACTORS.has(name))
  const safe = visible.filter(isSafeActorId).sort(byIndex)
  const inside = await Promise.all(seen.links.map((name) => leadsInside(root, join(actorsDir, name))))
  const outside = new Set(seen.links.filter((_, i) => !inside[i]))
  const candidates = safe.filter((name) => !outside.has(name))

  const found = await inParallel(candidates, FOLDERS_AT_ONCE, async (actorId) => {
    const dir = join(actorsDir, actorId)
    const inner = await look(dir).catch(() => null)
    return { actorId, dir, inner, folder: await actorFolder(root, actorId, dir, inner) }
  })
  const isActor = (inner: Look | null): boolean =>
    !withImagesOnly || (inner !== null && (isActorLook(inner) || inner.images > 0))
  return {
    actors: found.filter(({ inner }) => isActor(inner)).map(({ folder }) => folder),
    warnings: [
      ...named('links lead out of the library and are not followed', [...outside]),
      ...named(
        "folder names cannot be actors' names",
        visible.filter((name) => !isSafeActorId(name)),
      ),
      ...named(
        'folders cannot be read: check their permissions',
        found.filter(({ inner }) => inner === null).map(({ actorId }) => actorId),
      ),
    ],
    libraryInside: found.find(({ inner }) => inner?.folders.includes('actors'))?.dir ?? null,
  }
}

function named(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return [`These ${what}: ${names.slice(0, 3).join(', ')}${more}.`]
}
