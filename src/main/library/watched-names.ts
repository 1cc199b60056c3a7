import { isAbsolute, relative, sep } from 'node:path'
import { isImageFile, isSafeActorId } from '../domain/naming.ts'
import { isSidecarFile } from '../domain/sidecars.ts'
import { ABOUT_FILE, BASE_DIR, type LibraryLayout, MANIFEST_FILE, TRAINING_DIR } from './layout.ts'

/** What a change is about: an actor's id, or null when actors may have come or gone. `name`: of the file, where it is known. */
export type Changed = (actorId: string | null, name?: string | null) => void

const NAMES = new Set([MANIFEST_FILE, ABOUT_FILE, TRAINING_DIR, BASE_DIR])

/** Whether a name inside an actor's folder matters: temporary files, which our own writes make too, do not. */
export const mattersInActor = (name: string): boolean => NAMES.has(name) || isImageFile(name) || isSidecarFile(name)

/** Whether a name among the actors' folders may be an actor that came or went. */
export const mattersAmongActors = (name: string): boolean =>
  isSafeActorId(name) && name !== 'action_plans' && !isImageFile(name)

/** What a change of `path` is about; undefined when it does not matter. */
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
