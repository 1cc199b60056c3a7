import { sep } from 'node:path'
import { type IgnoreRules, NOTHING_IGNORED } from './ignore-file.ts'

/**
 * What was opened. `library`: a folder with `actors/`; `actors`: that folder itself; `actor`: one actor's folder; `folders`:
 * sub-folders with images; `images`: one folder with images.
 */
export type LibraryForm = 'library' | 'actors' | 'actor' | 'folders' | 'images'

/** Where one actor's files lie: absolute paths. None but `dir` need exist. */
export interface ActorFolder {
  readonly actorId: string
  /** Root of the library it belongs to. */
  readonly root: string
  readonly dir: string
  /** `training_data`, or the actor's folder itself when the images lie directly in it. */
  readonly imagesDir: string
  readonly baseDir: string
  readonly manifestFile: string
  /** `actor.json` beside its images: what people say about the actor; null when there is none. */
  readonly about: Readonly<Record<string, unknown>> | null
  /** Why `actor.json` says nothing though it is there, as the rest of a sentence. */
  readonly aboutProblem?: string | undefined
  readonly ignores: IgnoreRules
}

export interface LibraryLayout {
  /** The path that was given: recognising it again gives the actors that are there by then. */
  readonly opened: string
  /** Folder with `.evencast/` and `action_plans/`; links resolved. */
  readonly root: string
  readonly name: string
  /** `s3://bucket/prefix`, where this folder is the working copy of a library in a store. */
  readonly address?: string | undefined
  readonly form: LibraryForm
  /** Folder whose sub-folders are the actors; null when a single actor was opened. */
  readonly actorsDir: string | null
  /** In natural order of their ids. */
  readonly actors: readonly ActorFolder[]
  /** Sentences about what was left out. */
  readonly warnings: readonly string[]
  /** Actors whose folders warnings may name: they are listed each time. None where this is absent. */
  readonly unusual?: ReadonlySet<string>
  /** Names that are no actors, since they are links to another's images: what is put there changes that one's. */
  readonly shared?: ReadonlySet<string>
  /** Some folders are shown as they were remembered and were not listed yet: nothing may be built upon them. */
  readonly isRemembered?: boolean
}

export const TRAINING_DIR = 'training_data'
export const BASE_DIR = 'base_image'
export const MANIFEST_FILE = 'manifest.json'
export const ABOUT_FILE = 'actor.json'

/** The places of an actor, of `dir` without `.` and `..` in it: normalising four paths of each of 10,000 takes a tenth of a second. `flat` when its images lie directly in its folder. */
export function actorPlaces(root: string, actorId: string, dir: string, flat: boolean, ignores = NOTHING_IGNORED) {
  const imagesDir = flat ? dir : `${dir}${sep}${TRAINING_DIR}`
  return {
    actorId,
    root,
    dir,
    imagesDir,
    baseDir: `${dir}${sep}${BASE_DIR}`,
    manifestFile: `${imagesDir}${sep}${MANIFEST_FILE}`,
    ignores,
  }
}
