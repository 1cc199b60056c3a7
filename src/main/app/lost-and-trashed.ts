import { parseIndex } from '../domain/naming.ts'
import type { OpenedContext } from './opened-context.ts'

/** Raises the last index to that of deleted images, also when the catalog is new and the trash is old. */
export function rememberTrashedIndices(
  { catalog }: OpenedContext,
  items: readonly { actor_id: string; filename: string }[],
): void {
  for (const { actor_id, filename } of items) {
    catalog.actors.add(actor_id)
    catalog.actors.raiseLastIndex(actor_id, parseIndex(filename, actor_id) ?? 0)
  }
}

/** Removes images of actors without a folder from all lists. Their rows keep the last index in case the folders return. */
export function dropLostActors({ catalog, folders }: OpenedContext): void {
  for (const actorId of catalog.actors.ids()) {
    if (folders.has(actorId)) continue
    for (const { filename } of catalog.images.stampsOf(actorId)) catalog.images.markGone(actorId, filename)
  }
}
