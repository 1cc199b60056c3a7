import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { inParallel } from '../kit/in-parallel.ts'
import { byIndex, isKohyaSet, isSafeActorId } from '../domain/naming.ts'
import { isSystemFolder } from '../domain/system-names.ts'
import { actorFolder } from './actor-folder.ts'
import { type IgnoreRules, NOTHING_IGNORED, readIgnoreRules } from './ignore-file.ts'
import { type FolderMemory, MANY_FOLDERS, NO_MEMORY, type RememberedFolder } from './folder-memory.ts'
import { type ActorFolder, actorPlaces, BASE_DIR, TRAINING_DIR } from './layout.ts'
import { undecodedNames } from './undecoded.ts'
import { looksLikeActor, leadsInside, listFolder, type FolderContents } from './folder-contents.ts'

/** Folders listed concurrently: enough to keep a slow drive busy; local reads are limited by libuv's four threads anyway. */
const FOLDERS_AT_ONCE = 32

const NOT_ACTORS = new Set(['action_plans'])

/** Returns true when a folder of this name can be an actor. */
export const mayBeActor = (name: string): boolean =>
  isSafeActorId(name) && !isSystemFolder(name) && !NOT_ACTORS.has(name)

/** A folder whose subfolders are named in the form of kohya's trainers: repeats, underscore, name. */
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
  /** Links that are left out because another actor has their images. */
  readonly shared: ReadonlySet<string>
  readonly isRemembered: boolean
  /** Subfolder that is a library itself, for a hint when no actor was found. */
  readonly libraryInside: string | null
  /** Subfolder in kohya's layout (`img/10_name`), which can be opened itself. */
  readonly kohyaInside: KohyaFolder | null
}

interface Places {
  readonly root: string
  readonly actorsDir: string
  readonly ignores: IgnoreRules
}

interface Looking {
  /** True when a subfolder without images is not an actor. */
  readonly withImagesOnly: boolean
  readonly remember: () => Promise<FolderMemory>
}

/** Subfolders of a folder, sorted by what their names allow. */
interface Named {
  /** Names that may be actors, in natural order. */
  readonly candidates: readonly string[]
  /** Candidates that are links to other folders of the library. */
  readonly linked: ReadonlySet<string>
  /** Names that no actor can have. */
  readonly misnamed: readonly string[]
  readonly warnings: readonly string[]
}

/** A subfolder with its listing; `inner` is null when it could not be listed. */
interface Listed {
  readonly actorId: string
  readonly dir: string
  readonly inner: FolderContents | null
  readonly folder: ActorFolder
  /** Links in it that are followed, including itself. */
  readonly followed: readonly string[]
}

/** Finds the actors among a folder's subfolders. */
export async function findActors(
  root: string,
  actorsDir: string,
  seen: FolderContents,
  { withImagesOnly, remember }: Looking,
): Promise<FoundActors> {
  const ignores = await readIgnoreRules(root)
  const { candidates, linked, misnamed, warnings } = await sortNames(root, actorsDir, seen, ignores)
  const memory = candidates.length < MANY_FOLDERS ? NO_MEMORY : await remember()
  const places = { root, actorsDir, ignores }
  const remembered = recallActors(places, candidates, linked, memory)
  const unknown = candidates.filter((actorId) => !remembered.has(actorId))
  const all = await listFolders(places, unknown, linked)
  const shared = await sharedFolders(actorsDir, candidates, all)
  const listed = all.filter(({ actorId }) => !shared.has(actorId))
  const kohya = withImagesOnly ? kohyaFolders(listed) : []
  const actors = new Map([
    ...remembered,
    ...listed
      .filter((one) => !withImagesOnly || holdsImages(one))
      .map(({ folder }) => [folder.actorId, folder] as const),
  ])
  return {
    actors: candidates.flatMap((actorId) => actors.get(actorId) ?? []),
    unusual: new Set(
      listed.filter(({ inner, followed }) => inner === null || followed.length > 0).map(({ actorId }) => actorId),
    ),
    shared,
    isRemembered: remembered.size > 0,
    kohyaInside: kohya[0] ?? null,
    warnings: [
      ...kohya.map((folder) => `${kohyaSentence(folder)} Open that folder to work on them.`),
      ...warnings,
      ...these("links lead to another actor's images and are left out", [...shared]),
      ...these(
        'links to other folders of the library are followed',
        listed.flatMap(({ followed }) => followed),
      ),
      ...these("folder names cannot be actors' names; rename them", misnamed),
      ...these(
        'folders cannot be read: check their permissions',
        listed.filter(({ inner }) => inner === null).map(({ actorId }) => actorId),
      ),
    ],
    libraryInside: listed.find(({ inner }) => inner?.folders.includes('actors'))?.dir ?? null,
  }
}

/** Sorts names into possible actors and others, with warnings about the others. */
async function sortNames(
  root: string,
  actorsDir: string,
  { folders, links }: FolderContents,
  ignores: IgnoreRules,
): Promise<Named> {
  const named = [...folders, ...links].filter((name) => !name.startsWith('.') && !NOT_ACTORS.has(name))
  const undecoded = await undecodedNames(actorsDir, named)
  const system = named.filter(isSystemFolder)
  const left =
    ignores === NOTHING_IGNORED
      ? []
      : named.filter((name) => !isSystemFolder(name) && ignores.folder(join(actorsDir, name)))
  const visible = named.filter((name) => !system.includes(name) && !left.includes(name) && !undecoded.has(name))
  const inside = await Promise.all(links.map((name) => leadsInside(root, join(actorsDir, name))))
  const outside = new Set(links.filter((_, i) => !inside[i]))
  return {
    candidates: visible
      .filter(isSafeActorId)
      .sort(byIndex)
      .filter((name) => !outside.has(name)),
    linked: new Set(links),
    misnamed: visible.filter((name) => !isSafeActorId(name)),
    warnings: [
      ...these('belong to the system and are skipped', system),
      ...these('folders are left out by .evencastignore', left),
      ...these('folder names are not UTF-8, so the folders are not read; rename them', [...undecoded]),
      ...these('links lead out of the library and are not followed', [...outside]),
    ],
  }
}

/** Returns actors known from an earlier session, without listing their folders. */
function recallActors(
  { root, actorsDir, ignores }: Places,
  candidates: readonly string[],
  linked: ReadonlySet<string>,
  memory: FolderMemory,
): ReadonlyMap<string, ActorFolder> {
  const actors = new Map<string, ActorFolder>()
  for (const actorId of candidates) {
    const known = linked.has(actorId) ? undefined : memory.get(actorId)
    if (!known) continue
    const places = actorPlaces(root, actorId, `${actorsDir}${sep}${actorId}`, known.flat, ignores)
    actors.set(actorId, recall(places, known))
  }
  return actors
}

/** Lists these folders and determines which links in them are followed. */
async function listFolders(
  { root, actorsDir, ignores }: Places,
  actorIds: readonly string[],
  linked: ReadonlySet<string>,
): Promise<readonly Listed[]> {
  const found = await inParallel(actorIds, FOLDERS_AT_ONCE, async (actorId) => {
    const dir = join(actorsDir, actorId)
    const inner = await listFolder(dir).catch(() => null)
    return { actorId, dir, inner, folder: await actorFolder({ root, ignores }, actorId, dir, inner) }
  })
  return inParallel(found, FOLDERS_AT_ONCE, async (one) => {
    const { actorId, dir, inner } = one
    const own = [TRAINING_DIR, BASE_DIR].filter((name) => inner?.links.includes(name))
    const stays = await Promise.all(own.map((name) => leadsInside(root, join(dir, name))))
    const links = own.filter((_, i) => stays[i]).map((name) => `${actorId}/${name}`)
    return { ...one, followed: linked.has(actorId) ? [actorId, ...links] : links }
  })
}

/** Returns actors that are links to another actor's images; both would otherwise remove and generate images in the same set. */
async function sharedFolders(
  actorsDir: string,
  candidates: readonly string[],
  listed: readonly Listed[],
): Promise<ReadonlySet<string>> {
  const linked = listed.filter(({ followed }) => followed.length > 0)
  if (linked.length === 0) return new Set()
  const real = await realpath(actorsDir)
  const owned = (actorId: string): readonly string[] => [join(real, actorId), join(real, actorId, TRAINING_DIR)]
  const links = new Set(linked.map(({ actorId }) => actorId))
  const taken = new Set(candidates.filter((actorId) => !links.has(actorId)).flatMap(owned))
  const found = await inParallel(linked, FOLDERS_AT_ONCE, async ({ actorId, folder, followed }) => {
    const images = await realpath(folder.imagesDir).catch(() => null)
    const isOwn = images === null || owned(actorId).includes(images)
    return { actorId, images, rank: isOwn ? 0 : followed.includes(actorId) ? 2 : 1 }
  })
  const shared = new Set<string>()
  // Images belong to the actor whose folder contains them, then to one whose folder is not a link, whatever the names of the links.
  for (const { actorId, images } of found.toSorted((a, b) => a.rank - b.rank)) {
    if (images === null) continue
    if (taken.has(images)) shared.add(actorId)
    taken.add(images)
  }
  return new Set(candidates.filter((actorId) => shared.has(actorId)))
}

const holdsImages = ({ inner }: Listed): boolean => inner !== null && (looksLikeActor(inner) || inner.images > 0)

/** Returns folders that contain image folders in kohya's layout and no images of their own. */
const kohyaFolders = (listed: readonly Listed[]): readonly KohyaFolder[] =>
  listed.flatMap(({ dir, inner }): KohyaFolder[] => {
    const sets = (inner?.folders ?? []).filter(isKohyaSet)
    return sets.length > 0 && inner?.images === 0 ? [{ dir, sets }] : []
  })

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
