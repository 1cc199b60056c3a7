import { join, relative, sep } from 'node:path'
import { isImageFile, isSafeActorId } from '../domain/naming.ts'
import { BASE_DIR, TRAINING_DIR } from '../library/layout.ts'
import { isSafeKey } from '../storage/store.ts'
import type { Session } from './session.ts'

/** What a key of the store is to the opened library. */
export interface KeyedFile {
  readonly actorId: string
  readonly kind: 'image' | 'base' | 'manifest'
  readonly filename: string
  /** Absolute path. */
  readonly file: string
}

/** A file's name in the store: its path within the library. */
export const keyOf = ({ layout }: Session, file: string): string => relative(layout.root, file).split(sep).join('/')

/**
 * Null for what is not of the actors that are open: other actors of a library of which one is open, and whatever else lies
 * below the same prefix.
 */
export function keyedFile(session: Session, key: string): KeyedFile | null {
  if (!isSafeKey(key)) return null
  const { root, actorsDir, form } = session.layout
  const slash = key.lastIndexOf('/')
  const [folderKey, filename] = [key.slice(0, Math.max(0, slash)), key.slice(slash + 1)]
  const of = (actorId: string, dir: 'images' | 'base'): KeyedFile | null => {
    const kind = dir === 'base' ? 'base' : filename === 'manifest.json' ? 'manifest' : 'image'
    if (kind !== 'manifest' && !isImageFile(filename)) return null
    return { actorId, kind, filename, file: join(root, ...key.split('/')) }
  }
  const [actorId, dir, ...more] = withinActors(session, folderKey)
  const known = actorId === undefined ? [...session.folders.values()] : [session.folders.get(actorId)]
  for (const folder of known) {
    if (!folder) continue
    if (keyOf(session, folder.imagesDir) === folderKey) return of(folder.actorId, 'images')
    if (keyOf(session, folder.baseDir) === folderKey) return of(folder.actorId, 'base')
  }
  // An actor that is in the store alone.
  const isNew = actorsDir !== null && actorId !== undefined && !session.folders.has(actorId) && isSafeActorId(actorId)
  const flat = dir === undefined && form === 'folders'
  if (!isNew || more.length > 0 || !(flat || dir === TRAINING_DIR || dir === BASE_DIR)) return null
  return of(actorId, dir === BASE_DIR ? 'base' : 'images')
}

/** The parts of a folder's key below the folder of actors; none when there is no such folder. */
function withinActors({ layout }: Session, folderKey: string): readonly string[] {
  if (layout.actorsDir === null) return []
  const above = relative(layout.root, layout.actorsDir).split(sep).filter(Boolean)
  const parts = folderKey.split('/').filter(Boolean)
  return above.every((part, i) => parts[i] === part) ? parts.slice(above.length) : []
}
