import { z } from 'zod'

const Amount = z.object({ files: z.number().int(), bytes: z.number().int() })
const Version = z.object({ bytes: z.number().int(), modifiedAt: z.string() }).nullable()

/** What a sync would do, or did. */
export const SyncView = z.object({
  dryRun: z.boolean(),
  uploaded: Amount,
  downloaded: Amount,
  deleted: Amount,
  /** In the store only; by actor, those that are not here included. */
  offered: Amount.extend({ actors: z.array(Amount.extend({ actorId: z.string() })) }),
  /** Left alone. */
  conflicts: z.array(
    z.object({
      conflictId: z.string(),
      actorId: z.string(),
      file: z.string(),
      why: z.string(),
      /** Null: deleted here. */
      here: Version,
      /** Null: only its name is in the way. */
      there: Version,
      newer: z.enum(['here', 'there']).nullable(),
    }),
  ),
  /** The lists may end before all are named. */
  conflictCount: z.number().int(),
  /** Actors with a folder that is empty or missing here: nothing of theirs is removed. */
  emptied: z.array(z.string()),
  /** What is removed, of how many files in step, and whether that takes a yes of its own. */
  deletions: z.object({ count: z.number().int(), of: z.number().int(), ask: z.boolean() }),
  failed: z.array(z.object({ file: z.string(), error: z.string() })),
  failedCount: z.number().int(),
})
export type SyncView = z.infer<typeof SyncView>

export const ResolutionView = z.enum(['mine', 'theirs', 'both'])
export type ResolutionView = z.infer<typeof ResolutionView>

export const SyncRequestView = z.object({
  delete: z.boolean().default(false),
  /** A yes to more deletions than the settings allow without one. */
  yesDelete: z.boolean().default(false),
  /** Fetches what only the store has, of these actors. */
  download: z.union([z.literal('all'), z.array(z.string())]).default([]),
  /** Whose version stays: for all conflicts, or by `conflictId`; those that are not named are left alone. */
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
