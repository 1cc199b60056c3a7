import { z } from 'zod'

const Amount = z.object({ files: z.number().int(), bytes: z.number().int() })
const Version = z.object({ bytes: z.number().int(), modifiedAt: z.string() }).nullable()

/** Preview or result of a sync. */
export const SyncView = z.object({
  dryRun: z.boolean(),
  uploaded: Amount,
  downloaded: Amount,
  deleted: Amount,
  /** Files that only the store has, by actor, including actors that do not exist here. */
  offered: Amount.extend({ actors: z.array(Amount.extend({ actorId: z.string() })) }),
  /** Skipped files that changed on both sides. */
  conflicts: z.array(
    z.object({
      conflictId: z.string(),
      actorId: z.string(),
      file: z.string(),
      why: z.string(),
      /** Null when deleted here. */
      here: Version,
      /** Null when only its name is in the way. */
      there: Version,
      newer: z.enum(['here', 'there']).nullable(),
    }),
  ),
  /** Total number, since the list may be shortened. */
  conflictCount: z.number().int(),
  /** Actors whose folder is empty or missing here: none of their files are removed. */
  emptied: z.array(z.string()),
  /** Number of removals, of how many synced files, and whether they need a separate confirmation. */
  deletions: z.object({ count: z.number().int(), of: z.number().int(), ask: z.boolean() }),
  failed: z.array(z.object({ file: z.string(), error: z.string() })),
  failedCount: z.number().int(),
})
export type SyncView = z.infer<typeof SyncView>

export const ResolutionView = z.enum(['mine', 'theirs', 'both'])
export type ResolutionView = z.infer<typeof ResolutionView>

export const SyncRequestView = z.object({
  delete: z.boolean().default(false),
  /** Confirms more deletions than the settings allow without confirmation. */
  yesDelete: z.boolean().default(false),
  /** Actors for which files that only the store has are downloaded. */
  download: z.union([z.literal('all'), z.array(z.string())]).default([]),
  /** Version to keep: for all conflicts, or by `conflictId`; those that are not named are skipped. */
  conflicts: z.union([ResolutionView, z.record(z.string(), ResolutionView)]).default({}),
})
export type SyncRequestView = z.infer<typeof SyncRequestView>

export const TrashView = z.object({
  trashId: z.string(),
  actorId: z.string(),
  filename: z.string(),
  reason: z.string(),
  at: z.string(),
  bytes: z.number().int(),
  runId: z.string().nullable(),
})
export type TrashView = z.infer<typeof TrashView>
