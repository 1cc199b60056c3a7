import { join } from 'node:path'
import { z } from 'zod'
import { isPlainName, isSafeActorId } from '../domain/naming.ts'
import { isSidecarFile } from '../domain/sidecars.ts'
import { isLeftover } from './leftovers.ts'
import { ownDir } from './presence.ts'

export const ITEM_FILE = 'item.json'

/** Checks an id, which is also a folder name. */
export const isTrashId = (id: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(id)

/** `item.json` of a deleted file, with all that is needed to restore it. */
export const TrashItem = z.object({
  id: z.string().refine((id) => isTrashId(id), 'It is no id of the trash.'),
  actor_id: z.string().refine(isSafeActorId, 'It cannot be an actor.'),
  /** Original path relative to the library, with forward slashes. */
  original: z.string().refine((place) => place.split('/').every(isPlainName), 'It leads out of the library.'),
  filename: z.string().refine((name) => isPlainName(name) && name !== ITEM_FILE, 'It is no file name.'),
  /** Manifest entry at the time; null when it had none. */
  entry: z.record(z.string(), z.unknown()).nullable().default(null),
  reason: z.string().default(''),
  run_id: z.string().nullable().default(null),
  deleted_at: z.string(),
  bytes: z.number(),
  sha256: z.string().optional(),
  /** Names of the captions, masks and caches that were moved with it and are in the same folder here. */
  sidecars: z
    .array(z.string().refine((name) => isPlainName(name) && isSidecarFile(name), 'It belongs to no image.'))
    .default([]),
})
export type TrashItem = Readonly<z.infer<typeof TrashItem>>

export const trashDir = (root: string): string => join(ownDir(root), 'trash')

/** Returns true for `item.json`, and for a temporary file that a killed process left of it. */
export const isItemFile = (name: string): boolean => name === ITEM_FILE || isLeftover(name, ITEM_FILE)
