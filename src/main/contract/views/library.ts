import { z } from 'zod'
import { FleetFigures } from '../fleet.ts'

/** A folder that may be opened: from the host (dialog, drop), the recent list or the folder browser. */
export const FolderView = z.object({ folderId: z.string(), name: z.string(), hint: z.string() })
export type FolderView = z.infer<typeof FolderView>

export const BrowseView = z.object({
  here: FolderView,
  parent: FolderView.nullable(),
  /** `looksLike` says what it would open as: "library" (holds actors), "actor", or "folder". */
  children: z.array(FolderView.extend({ looksLike: z.enum(['library', 'actor', 'folder']) })),
})
export type BrowseView = z.infer<typeof BrowseView>

export const LibraryView = z.object({
  name: z.string(),
  /** Path, for a title or a tooltip only. */
  location: z.string(),
  actors: z.number().int(),
  images: z.number().int(),
  /** False while the first scan runs. */
  indexed: z.boolean(),
  /** True when the folder is missing: work has stopped until it returns. */
  missing: z.boolean(),
  warnings: z.array(z.string()),
  /**
   * Set for a working copy of a library in a store: images that only the store has, and why the two are out of sync (null when they are
   * not).
   */
  inStore: z.object({ toCome: z.number().int(), problem: z.string().nullable() }).optional(),
  /** Fleet that plans the library and runs its plans instead of this machine. `problem` says why its state is unknown. */
  fleet: FleetFigures.extend({ workers: z.number().int(), problem: z.string().nullable() }).optional(),
})
export type LibraryView = z.infer<typeof LibraryView>

export const FindingView = z.object({
  actorId: z.string(),
  kind: z.string(),
  file: z.string(),
  detail: z.string(),
  /** Relative URL; null when the file is not an existing image. */
  thumbUrl: z.string().nullable(),
})
