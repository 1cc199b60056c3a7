import { z } from 'zod'
import { FleetFigures } from '../fleet.ts'

/** A folder that may be opened: handed out by the host (dialog, drop), the recent list or the folder browser. */
export const FolderView = z.object({ folderId: z.string(), name: z.string(), hint: z.string() })
export type FolderView = z.infer<typeof FolderView>

export const BrowseView = z.object({
  here: FolderView,
  parent: FolderView.nullable(),
  /** `looksLike` says what opening it would give: "library" (holds actors), "actor", or "folder". */
  children: z.array(FolderView.extend({ looksLike: z.enum(['library', 'actor', 'folder']) })),
})
export type BrowseView = z.infer<typeof BrowseView>

export const LibraryView = z.object({
  name: z.string(),
  /** Where it lies, for a title or a tooltip only. */
  location: z.string(),
  actors: z.number().int(),
  images: z.number().int(),
  /** False while the first scan runs. */
  indexed: z.boolean(),
  /** Set when the folder has vanished: work has stopped until it is back. */
  missing: z.boolean(),
  warnings: z.array(z.string()),
  /** It is a working copy of a library in a store: images that are there alone, and why both are not in step (null: they are). */
  inStore: z.object({ toCome: z.number().int(), problem: z.string().nullable() }).optional(),
  /** The fleet that plans it and runs its plans, in place of this machine. `problem`: why nothing is known of it now. */
  fleet: FleetFigures.extend({ workers: z.number().int(), problem: z.string().nullable() }).optional(),
})
export type LibraryView = z.infer<typeof LibraryView>

export const FindingView = z.object({
  actorId: z.string(),
  kind: z.string(),
  file: z.string(),
  detail: z.string(),
  /** Relative URL; null where the file is no image that is there. */
  thumbUrl: z.string().nullable(),
})
