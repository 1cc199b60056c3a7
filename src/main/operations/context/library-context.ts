import { join } from 'node:path'
import type { Log } from '../../kit/log.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { Event } from '../../contract/index.ts'
import type { ActorFolder, LibraryLayout } from '../../library/layout.ts'
import { EvencastError } from '../../domain/error.ts'
import { isImageName } from '../../domain/naming.ts'

/** The parts of the opened library that nearly every operation needs. Each folder's own context adds more. */
export interface LibraryContext {
  readonly layout: LibraryLayout
  /** Replaces the actors and warnings with those of a new listing of the folder. */
  takeOver(listed: LibraryLayout): void
  /** Folders by actor id, kept up to date with the disk. */
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

/** Returns the absolute path of the actor's base image as last indexed; null when it has none. */
export function baseFileOf(context: Pick<LibraryContext, 'folders' | 'catalog'>, actorId: string): string | null {
  const name = context.catalog.actors.get(actorId)?.baseFile ?? null
  return name === null || !isImageName(name) ? null : join(folderOf(context, actorId).baseDir, name)
}
