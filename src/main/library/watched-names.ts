import { isAbsolute, relative, sep } from 'node:path'
import { isImageFile, isSafeActorId } from '../domain/naming.ts'
import { isSidecarFile } from '../domain/sidecars.ts'
import { ABOUT_FILE, BASE_DIR, type LibraryLayout, MANIFEST_FILE, TRAINING_DIR } from './layout.ts'

/** Reports a change of an actor, or null when actors may have been added or removed. `name` is the changed file's, when known. */
export type Changed = (actorId: string | null, name?: string | null) => void

const NAMES = new Set([MANIFEST_FILE, ABOUT_FILE, TRAINING_DIR, BASE_DIR])

/** Returns true for a relevant name inside an actor's folder; temporary files, including those of our own writes, are not. */
export const mattersInActor = (name: string): boolean => NAMES.has(name) || isImageFile(name) || isSidecarFile(name)

/** Returns true for a name next to the actors' folders that may be an actor. */
export const mattersAmongActors = (name: string): boolean =>
  isSafeActorId(name) && name !== 'action_plans' && !isImageFile(name)

/**
 * Returns the actor that a change of `path` concerns, null when actors may have been added or removed, and undefined when it is irrelevant.
 */
export function changedBy(layout: LibraryLayout, path: string): string | null | undefined {
  const single = layout.actorsDir === null ? layout.actors[0] : undefined
  const base = single?.dir ?? layout.actorsDir ?? layout.root
  const way = relative(base, path)
  if (way === '' || isAbsolute(way)) return undefined
  const parts = way.split(sep)
  const name = parts.at(-1) ?? ''
  if (single) return parts.length <= 2 && mattersInActor(name) ? single.actorId : undefined
  const [actorId = ''] = parts
  if (!mattersAmongActors(actorId)) return undefined
  if (parts.length === 1) return null
  return parts.length <= 3 && mattersInActor(name) ? actorId : undefined
}
