import { join } from 'node:path'
import type { Log } from '../../kit/log.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { Event } from '../../contract/index.ts'
import type { ActorFolder, LibraryLayout } from '../../library/layout.ts'
import { EvencastError } from '../../domain/error.ts'
import { isImageName } from '../../domain/naming.ts'

/** What nearly every operation takes of the opened library. Each folder's own context adds what its operations need besides. */
export interface LibraryContext {
  readonly layout: LibraryLayout
  /** The folder was listed again: its actors and warnings are these from now on. */
  takeOver(listed: LibraryLayout): void
  /** By actor id; follows the folder. */
  readonly folders: Map<string, ActorFolder>
  readonly catalog: Catalog
  readonly emit: (event: Event) => void
  readonly log: Log
  readonly now: () => Date
}

export function folderOf({ folders }: Pick<LibraryContext, 'folders'>, actorId: string): ActorFolder {
  const folder = folders.get(actorId)
  if (!folder) throw new EvencastError('NOT_FOUND', `There is no actor “${actorId}” in this library.`)
  return folder
}

/** Absolute path of the actor's base image as it was last indexed; null when it has none. */
export function baseFileOf(context: Pick<LibraryContext, 'folders' | 'catalog'>, actorId: string): string | null {
  const name = context.catalog.actors.get(actorId)?.baseFile ?? null
  return name === null || !isImageName(name) ? null : join(folderOf(context, actorId).baseDir, name)
}
