import { sep } from 'node:path'
import { type IgnoreRules, NOTHING_IGNORED } from './ignore-file.ts'

/**
 * Kind of folder that was opened. `library`: a folder with `actors/`; `actors`: that folder itself; `actor`: one actor's folder; `folders`:
 * subfolders with images; `images`: one folder with images.
 */
export type LibraryForm = 'library' | 'actors' | 'actor' | 'folders' | 'images'

/** Absolute paths of one actor's files. Only `dir` must exist. */
export interface ActorFolder {
  readonly actorId: string
  /** Root of the actor's library. */
  readonly root: string
  readonly dir: string
  /** `training_data`, or the actor's folder itself when the images are directly in it. */
  readonly imagesDir: string
  readonly baseDir: string
  readonly manifestFile: string
  /** Content of `actor.json`, facts about the actor; null when there is none. */
  readonly about: Readonly<Record<string, unknown>> | null
  /** Why an existing `actor.json` is not used, as the end of a sentence. */
  readonly aboutProblem?: string | undefined
  readonly ignores: IgnoreRules
}

export interface LibraryLayout {
  /** Path that was opened; recognising it again finds the actors that exist by then. */
  readonly opened: string
  /** Folder with `.evencast/` and `action_plans/`; links resolved. */
  readonly root: string
  readonly name: string
  /** `s3://bucket/prefix` when this folder is the working copy of a library in a store. */
  readonly address?: string | undefined
  readonly form: LibraryForm
  /** Folder whose subfolders are the actors; null when a single actor was opened. */
  readonly actorsDir: string | null
  /** In natural order of their ids. */
  readonly actors: readonly ActorFolder[]
  /** Sentences about what was left out. */
  readonly warnings: readonly string[]
  /** Actors whose folders may have warnings, so that they are listed each time; absent when there are none. */
  readonly unusual?: ReadonlySet<string>
  /** Names that are not actors because they link to another actor's images; files placed there change that actor. */
  readonly shared?: ReadonlySet<string>
  /** True when some folders come from memory and were not listed yet, so that nothing may rely on them. */
  readonly isRemembered?: boolean
}

export const TRAINING_DIR = 'training_data'
export const BASE_DIR = 'base_image'
export const MANIFEST_FILE = 'manifest.json'
export const ABOUT_FILE = 'actor.json'

/**
 * Returns the paths of an actor, built from `dir` without normalising: for 10,000 actors with four paths each that would take a tenth of a
 * second. `dir` must not contain `.` or `..`. `flat` means that its images are directly in its folder.
 */
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
