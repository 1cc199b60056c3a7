import { join, sep } from 'node:path'
import { inParallel } from '../kit/in-parallel.ts'
import { byIndex, isKohyaSet, isSafeActorId } from '../domain/naming.ts'
import { isSystemFolder } from '../domain/system-names.ts'
import { actorFolder } from './actor-folder.ts'
import { NOTHING_IGNORED, readIgnoreRules } from './ignore-file.ts'
import { type FolderMemory, MANY_FOLDERS, NO_MEMORY, type RememberedFolder } from './folder-memory.ts'
import { type ActorFolder, actorPlaces, BASE_DIR, TRAINING_DIR } from './layout.ts'
import { undecodedNames } from './undecoded.ts'
import { looksLikeActor, leadsInside, listFolder, type FolderContents } from './folder-contents.ts'

/** Enough to keep a slow drive busy; local reads are bound by libuv's four threads anyway. */
const FOLDERS_AT_ONCE = 32

const NOT_ACTORS = new Set(['action_plans'])

/** A folder whose sub-folders are named as kohya's trainers want them: repeats, underscore, name. */
export interface KohyaFolder {
  readonly dir: string
  /** Names of its image folders. */
  readonly sets: readonly string[]
}

export interface FoundActors {
  /** In natural order of their ids. */
  readonly actors: readonly ActorFolder[]
  readonly warnings: readonly string[]
  readonly unusual: ReadonlySet<string>
  readonly isRemembered: boolean
  /** A sub-folder that is a library itself, for a hint when no actor was found. */
  readonly libraryInside: string | null
  /** A sub-folder of kohya's layout (`img/10_name`), which can be opened itself. */
  readonly kohyaInside: KohyaFolder | null
}

interface Looking {
  /** A sub-folder without images is no actor. */
  readonly withImagesOnly: boolean
  readonly remember: () => Promise<FolderMemory>
}

/** The actors among a folder's sub-folders. */
export async function findActors(
  root: string,
  actorsDir: string,
  seen: FolderContents,
  { withImagesOnly, remember }: Looking,
): Promise<FoundActors> {
  const ignores = await readIgnoreRules(root)
  const named = [...seen.folders, ...seen.links].filter((name) => !name.startsWith('.') && !NOT_ACTORS.has(name))
  const undecoded = await undecodedNames(actorsDir, named)
  const system = named.filter(isSystemFolder)
  const left =
    ignores === NOTHING_IGNORED
      ? []
      : named.filter((name) => !isSystemFolder(name) && ignores.folder(join(actorsDir, name)))
  const visible = named.filter((name) => !system.includes(name) && !left.includes(name) && !undecoded.has(name))
  const safe = visible.filter(isSafeActorId).sort(byIndex)
  const inside = await Promise.all(seen.links.map((name) => leadsInside(root, join(actorsDir, name))))
  const outside = new Set(seen.links.filter((_, i) => !inside[i]))
  const candidates = safe.filter((name) => !outside.has(name))

  const memory = candidates.length < MANY_FOLDERS ? NO_MEMORY : await remember()
  const places = { root, ignores }
  const linked = new Set(seen.links)
  const actors = new Map<string, ActorFolder>()
  for (const actorId of candidates) {
    const known = linked.has(actorId) ? undefined : memory.get(actorId)
    if (known)
      actors.set(
        actorId,
        recall(actorPlaces(root, actorId, `${actorsDir}${sep}${actorId}`, known.flat, ignores), known),
      )
  }
  const unknown = candidates.filter((actorId) => !actors.has(actorId))
  const isRemembered = actors.size > 0

  const found = await inParallel(unknown, FOLDERS_AT_ONCE, async (actorId) => {
    const dir = join(actorsDir, actorId)
    const inner = await listFolder(dir).catch(() => null)
    return { actorId, dir, inner, folder: await actorFolder(places, actorId, dir, inner) }
  })
  const followed = await inParallel(found, FOLDERS_AT_ONCE, async ({ actorId, dir, inner }) => {
    const own = [TRAINING_DIR, BASE_DIR].filter((name) => inner?.links.includes(name))
    const stays = await Promise.all(own.map((name) => leadsInside(root, join(dir, name))))
    const links = own.filter((_, i) => stays[i]).map((name) => `${actorId}/${name}`)
    return linked.has(actorId) ? [actorId, ...links] : links
  })
  const isActor = (inner: FolderContents | null): boolean =>
    !withImagesOnly || (inner !== null && (looksLikeActor(inner) || inner.images > 0))
  const kohya = withImagesOnly
    ? found.flatMap(({ dir, inner }): KohyaFolder[] => {
        const sets = (inner?.folders ?? []).filter(isKohyaSet)
        return sets.length > 0 && inner?.images === 0 ? [{ dir, sets }] : []
      })
    : []
  for (const { folder, inner } of found) if (isActor(inner)) actors.set(folder.actorId, folder)
  return {
    actors: candidates.flatMap((actorId) => actors.get(actorId) ?? []),
    unusual: new Set(
      found.filter(({ inner }, i) => inner === null || followed[i]?.length).map(({ actorId }) => actorId),
    ),
    isRemembered,
    kohyaInside: kohya[0] ?? null,
    warnings: [
      ...kohya.map((folder) => `${kohyaSentence(folder)} Open that folder to work on them.`),
      ...these('belong to the system and are skipped', system),
      ...these('folders are left out by .evencastignore', left),
      ...these('folder names are not UTF-8, so the folders are not read; rename them', [...undecoded]),
      ...these('links lead out of the library and are not followed', [...outside]),
      ...these('links to other folders of the library are followed', followed.flat()),
      ...these(
        "folder names cannot be actors' names",
        visible.filter((name) => !isSafeActorId(name)),
      ),
      ...these(
        'folders cannot be read: check their permissions',
        found.filter(({ inner }) => inner === null).map(({ actorId }) => actorId),
      ),
    ],
    libraryInside: found.find(({ inner }) => inner?.folders.includes('actors'))?.dir ?? null,
  }
}

const recall = (places: ReturnType<typeof actorPlaces>, { about, aboutProblem }: RememberedFolder): ActorFolder => ({
  ...places,
  about,
  ...(aboutProblem !== undefined && { aboutProblem }),
})

export const kohyaSentence = ({ dir, sets }: KohyaFolder): string =>
  `${dir} holds ${sets.length === 1 ? 'an image folder' : `${sets.length} image folders`} in kohya's layout (${sets.slice(0, 3).join(', ')}${sets.length > 3 ? ' …' : ''}).`

function these(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return [`These ${what}: ${names.slice(0, 3).join(', ')}${more}.`]
}
