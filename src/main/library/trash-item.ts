import { join } from 'node:path'
import { z } from 'zod'
import { ownDir } from './presence.ts'

/** `item.json` of one deleted file: all that is needed to put it back. */
export const TrashItem = z.object({
  id: z.string(),
  actor_id: z.string(),
  /** Its place, relative to the library, with forward slashes. */
  original: z.string(),
  filename: z.string(),
  /** Its manifest entry as it was; null when it had none. */
  entry: z.record(z.string(), z.unknown()).nullable().default(null),
  reason: z.string().default(''),
  run_id: z.string().nullable().default(null),
  deleted_at: z.string(),
  bytes: z.number(),
  sha256: z.string().optional(),
})
export type TrashItem = Readonly<z.infer<typeof TrashItem>>

export const trashDir = (root: string): string => join(ownDir(root), 'trash')
export const ITEM_FILE = 'item.json'

/** Ids become folder names. */
export const isTrashId = (id: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(id)
