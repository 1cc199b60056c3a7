import { join, relative, sep } from 'node:path'
import { isImageFile } from '../../domain/naming.ts'
import { isSidecarFile } from '../../domain/sidecars.ts'
import { mayBeActor } from '../../library/find-actors.ts'
import { NOTHING_IGNORED } from '../../library/ignore-file.ts'
import { ABOUT_FILE, BASE_DIR, MANIFEST_FILE, TRAINING_DIR } from '../../library/layout.ts'
import { fitsOnDisk, LONGEST_KEY } from '../../storage/store.ts'
import type { SyncContext } from './sync-context.ts'

/** What a key of the store is to the opened library. */
export interface KeyedFile {
  readonly actorId: string
  readonly kind: 'image' | 'base' | 'manifest' | 'sidecar' | 'about'
  readonly filename: string
  /** Absolute path. */
  readonly file: string
}

/** A file's name in the store: its path within the library. */
export function keyOf({ layout }: SyncContext, file: string): string {
  const above = `${layout.root}${sep}`
  // Nearly all are, and there are hundreds of thousands.
  const way = file.startsWith(above) ? file.slice(above.length) : relative(layout.root, file)
  return sep === '/' ? way : way.replaceAll(sep, '/')
}

interface Place {
  /** Absolute path. */
  readonly path: string
  readonly actorId: string
  /** `own`: the actor's folder, where its images lie in one below it. */
  readonly dir: 'images' | 'base' | 'own'
}

/**
 * Tells what keys are, for as long as the actors stay what they are. Null for what is not of the actors that are open: other actors
 * of a library of which one is open, and whatever else lies below the same prefix.
 */
export function createKeyed(context: SyncContext): (key: string) => KeyedFile | null {
  const places = new Map<string, Place | null>()
  // Each actor's are those of the library's root: they hold of actors that are left out, and of new ones, too.
  const { ignores = NOTHING_IGNORED } = context.folders.values().next().value ?? {}
  const folderOfKey = (folderKey: string): Place | null => {
    if (folderKey !== '' && !fitsOnDisk(folderKey)) return null
    const place = placeOf(context, folderKey)
    return place && { ...place, path: join(context.layout.root, ...folderKey.split('/')) }
  }
  return (key) => {
    const slash = key.lastIndexOf('/')
    const [folderKey, filename] = [key.slice(0, Math.max(0, slash)), key.slice(slash + 1)]
    let place = places.get(folderKey)
    if (place === undefined) places.set(folderKey, (place = folderOfKey(folderKey)))
    if (place === null || slash === 0 || key.length > LONGEST_KEY || !fitsOnDisk(filename)) return null
    const kind = kindOf(place.dir, filename)
    if (kind === null) return null
    const file = join(place.path, filename)
    // What the library leaves out stays in the store as it is.
    if (ignores.file(file)) return null
    return { actorId: place.actorId, kind, filename, file }
  }
}

function kindOf(dir: Place['dir'], filename: string): KeyedFile['kind'] | null {
  if (dir !== 'base' && filename === ABOUT_FILE) return 'about'
  if (dir === 'own') return null
  if (dir === 'images' && filename === MANIFEST_FILE) return 'manifest'
  if (isImageFile(filename)) return dir === 'base' ? 'base' : 'image'
  return dir === 'images' && isSidecarFile(filename) ? 'sidecar' : null
}

export const keyedFile = (context: SyncContext, key: string): KeyedFile | null => createKeyed(context)(key)

function placeOf(context: SyncContext, folderKey: string): Omit<Place, 'path'> | null {
  const { actorsDir, form, shared } = context.layout
  const [actorId, dir, ...more] = withinActors(context, folderKey)
  const known = actorId === undefined ? [...context.folders.values()] : [context.folders.get(actorId)]
  for (const folder of known) {
    if (!folder) continue
    if (keyOf(context, folder.imagesDir) === folderKey) return { actorId: folder.actorId, dir: 'images' }
    if (keyOf(context, folder.baseDir) === folderKey) return { actorId: folder.actorId, dir: 'base' }
    if (keyOf(context, folder.dir) === folderKey) return { actorId: folder.actorId, dir: 'own' }
  }
  if (actorsDir === null || actorId === undefined || context.folders.has(actorId)) return null
  // An actor that is in the store alone. Under the name of a link to another's images, files would come to be that one's.
  const isNew = mayBeActor(actorId) && !shared?.has(actorId)
  const flat = dir === undefined && form === 'folders'
  if (isNew && dir === undefined && !flat) return { actorId, dir: 'own' }
  if (!isNew || more.length > 0 || !(flat || dir === TRAINING_DIR || dir === BASE_DIR)) return null
  return { actorId, dir: dir === BASE_DIR ? 'base' : 'images' }
}

/** The parts of a folder's key below the folder of actors; none when there is no such folder. */
function withinActors({ layout }: SyncContext, folderKey: string): readonly string[] {
  if (layout.actorsDir === null) return []
  const above = relative(layout.root, layout.actorsDir).split(sep).filter(Boolean)
  const parts = folderKey.split('/').filter(Boolean)
  return above.every((part, i) => parts[i] === part) ? parts.slice(above.length) : []
}
