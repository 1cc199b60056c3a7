import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, parse, relative, resolve } from 'node:path'
import { EvencastError, systemCode } from '../domain/error.ts'
import { isSafeActorId } from '../domain/naming.ts'
import { actorFolder } from './actor-folder.ts'
import { readIgnoreRules } from './ignore-file.ts'
import { type LibraryForm, type LibraryLayout, TRAINING_DIR } from './layout.ts'
import { looksLikeActor, leadsInside, listFolder, type FolderContents } from './folder-contents.ts'
import { findActors, type FoundActors, kohyaSentence } from './find-actors.ts'
import { NO_MEMORY, type FolderMemory } from './folder-memory.ts'

/** Returns the remembered folders of the library at `root`. */
type Remember = (root: string) => Promise<FolderMemory>

/**
 * Determines what kind of library a folder is (DESIGN: files on disk) without changing anything in it.
 *
 * Hidden folders and names that are not safe in file names are not actors; links to folders are followed only when they stay inside the
 * opened folder. Everything that is left out is named in `warnings`. Throws BAD_INPUT with a sentence when there is nothing to open. When
 * there are many folders, those that `remember` knows are used without listing them: `isRemembered` is then true.
 */
export async function recognise(path: string, remember: Remember = async () => NO_MEMORY): Promise<LibraryLayout> {
  const opened = resolve(path)
  const here = await enter(opened)
  const seen = await lookAt(here)
  const parent = dirname(here)
  const inActors = basename(here) === 'actors' && parent !== parse(here).root

  if (basename(here) === TRAINING_DIR && seen.images > 0) return one(opened, parent, 'actor', await lookAt(parent))
  if (seen.folders.includes('actors') || seen.links.includes('actors')) {
    const actorsDir = join(here, 'actors')
    if (!(await leadsInside(here, actorsDir))) throw leadsOut(actorsDir)
    const library = await many({ opened, root: here, form: 'library', remember }, actorsDir, await lookAt(actorsDir))
    if (!seen.links.includes('actors')) return library
    const real = relative(here, await realpath(actorsDir))
    const said = `The actors folder is a link to ${real}, another folder of the library, and is followed.`
    return { ...library, warnings: [said, ...library.warnings] }
  }
  if (looksLikeActor(seen) || seen.hasBase) return one(opened, here, 'actor', seen)
  if (inActors && seen.images === 0) return many({ opened, root: parent, form: 'actors', remember }, here, seen)
  return many({ opened, root: here, form: 'folders', remember }, here, seen).catch((error: unknown) => {
    if (seen.images > 0) return one(opened, here, 'images', seen)
    throw error
  })
}

const lookAt = (dir: string): Promise<FolderContents> =>
  listFolder(dir).catch((error: unknown) => {
    throw refusal(dir, error)
  })

async function enter(path: string): Promise<string> {
  try {
    const real = await realpath(path)
    if ((await stat(real)).isDirectory()) return real
  } catch (error) {
    throw refusal(path, error)
  }
  throw new EvencastError('BAD_INPUT', `${path} is a file. Choose the folder that holds the images.`)
}

function refusal(path: string, error: unknown): EvencastError {
  const code = systemCode(error)
  const message =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? `There is no folder ${path}. Check the path.`
      : code === 'EACCES' || code === 'EPERM'
        ? `Evencast may not read ${path}. Check its permissions.`
        : `${path} cannot be read (${code}). Check the drive.`
  return new EvencastError('BAD_INPUT', message, { cause: error })
}

/** Opens a single actor. Its library is two levels up when it is in `<library>/actors/`. */
async function one(opened: string, dir: string, form: LibraryForm, seen: FolderContents): Promise<LibraryLayout> {
  const actorId = basename(dir)
  if (!isSafeActorId(actorId)) {
    throw new EvencastError('BAD_INPUT', `The folder name of ${dir} cannot be an actor's name. Rename the folder.`)
  }
  const library = dirname(dirname(dir))
  const nested = basename(dirname(dir)) === 'actors' && library !== parse(dir).root
  const root = nested ? library : dir
  const ignores = await readIgnoreRules(root)
  const actor = await actorFolder({ root, ignores }, actorId, dir, seen)
  return { opened, root, name: basename(root), form, actorsDir: null, actors: [actor], warnings: [] }
}

async function many(
  { opened, root, form, remember }: Pick<LibraryLayout, 'opened' | 'root' | 'form'> & { readonly remember: Remember },
  actorsDir: string,
  seen: FolderContents,
): Promise<LibraryLayout> {
  // Under `actors/` every folder is an actor, even when it is empty or unreadable: its problem is shown with it.
  const found = await findActors(root, actorsDir, seen, {
    withImagesOnly: form === 'folders',
    remember: () => remember(root),
  })
  if (found.actors.length === 0) throw nothingFound(opened, found)
  const stray =
    seen.images === 0
      ? []
      : [
          `${seen.images === 1 ? '1 image lies directly in' : `${seen.images} images lie directly in`} ${actorsDir} and ${seen.images === 1 ? 'belongs' : 'belong'} to no actor. Move ${seen.images === 1 ? 'it' : 'them'} into the folder of one.`,
        ]
  return {
    opened,
    root,
    name: basename(root) || root,
    form,
    actorsDir,
    actors: found.actors,
    warnings: [...found.warnings, ...stray],
    unusual: found.unusual,
    shared: found.shared,
    isRemembered: found.isRemembered,
  }
}

const leadsOut = (dir: string): EvencastError =>
  new EvencastError('BAD_INPUT', `${dir} is a link that leads out of the library. Open the folder it leads to instead.`)

const nothingFound = (opened: string, { libraryInside, kohyaInside, warnings }: FoundActors): EvencastError =>
  new EvencastError(
    'BAD_INPUT',
    kohyaInside !== null
      ? `${kohyaSentence(kohyaInside)} Open ${kohyaInside.dir} instead.`
      : libraryInside === null
        ? `No images found in ${opened}. ${warnings.length > 0 ? warnings.join(' ') : "Choose a library (with an “actors” folder), one actor's folder, or a folder of image folders."}`
        : `${opened} holds no images itself. Open the library inside it: ${libraryInside}.`,
  )
