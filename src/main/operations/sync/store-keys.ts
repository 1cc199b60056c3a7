import { join, relative, sep } from 'node:path'
import { isImageFile } from '../../domain/naming.ts'
import { isSidecarFile } from '../../domain/sidecars.ts'
import { mayBeActor } from '../../library/find-actors.ts'
import { NOTHING_IGNORED } from '../../library/ignore-file.ts'
import { ABOUT_FILE, BASE_DIR, MANIFEST_FILE, TRAINING_DIR } from '../../library/layout.ts'
import { fitsOnDisk, LONGEST_KEY } from '../../storage/store.ts'
import type { SyncContext } from './sync-context.ts'

/** The file of the opened library that a key of the store belongs to. */
export interface KeyedFile {
  readonly actorId: string
  readonly kind: 'image' | 'base' | 'manifest' | 'sidecar' | 'about'
  readonly filename: string
  /** Absolute path. */
  readonly file: string
}

/** Returns a file's key in the store: its path within the library. */
export function keyOf({ layout }: SyncContext, file: string): string {
  const above = `${layout.root}${sep}`
  // Nearly all files are below the root, and there are hundreds of thousands, so the faster way comes first.
  const way = file.startsWith(above) ? file.slice(above.length) : relative(layout.root, file)
  return sep === '/' ? way : way.replaceAll(sep, '/')
}

interface Place {
  /** Absolute path. */
  readonly path: string
  readonly actorId: string
  /** `own` is the actor's folder when its images are in a subfolder. */
  readonly dir: 'images' | 'base' | 'own'
}

/**
 * Returns a function that maps keys to files; it is valid while the list of actors stays the same. It returns null for keys outside the
 * open actors: other actors when only one of a library is open, and anything else below the same prefix.
 */
export function createKeyed(context: SyncContext): (key: string) => KeyedFile | null {
  const places = new Map<string, Place | null>()
  // Every folder holds the ignore rules of the library's root, so those of any actor apply to ignored and new actors, too.
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
    // Files that the library ignores stay in the store.
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
  // The actor is only in the store. Its name must not be that of a link to another actor's images, or its files would become that actor's.
  const isNew = mayBeActor(actorId) && !shared?.has(actorId)
  const flat = dir === undefined && form === 'folders'
  if (isNew && dir === undefined && !flat) return { actorId, dir: 'own' }
  if (!isNew || more.length > 0 || !(flat || dir === TRAINING_DIR || dir === BASE_DIR)) return null
  return { actorId, dir: dir === BASE_DIR ? 'base' : 'images' }
}

/** Returns the parts of a folder's key below the folder of actors; empty when there is no such folder. */
function withinActors({ layout }: SyncContext, folderKey: string): readonly string[] {
  if (layout.actorsDir === null) return []
  const above = relative(layout.root, layout.actorsDir).split(sep).filter(Boolean)
  const parts = folderKey.split('/').filter(Boolean)
  return above.every((part, i) => parts[i] === part) ? parts.slice(above.length) : []
}
