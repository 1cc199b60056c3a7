import { z } from 'zod'

/** A named version of labels, captions and images. */
export const SnapshotView = z.object({
  snapshotId: z.string(),
  name: z.string(),
  at: z.string(),
  /** True when Evencast created it automatically, before a run or before restoring. */
  automatic: z.boolean(),
  actors: z.number().int(),
  images: z.number().int(),
  bytes: z.number(),
})
export type SnapshotView = z.infer<typeof SnapshotView>

/** An image that differs between the snapshot and now; a null URL means that it does not exist there. */
const ChangedImageView = z.object({
  filename: z.string(),
  how: z.enum(['added', 'removed', 'changed', 'label', 'caption']),
  thenUrl: z.string().nullable(),
  nowUrl: z.string().nullable(),
})
export type ChangedImageView = z.infer<typeof ChangedImageView>

/** An actor in a snapshot, and its changes since. */
export const SnapshotActorView = z.object({
  actorId: z.string(),
  /** The first few of its images in the snapshot. */
  thumbUrls: z.array(z.string()),
  images: z.number().int(),
  /** Number of captions, masks and caches that differ. */
  sidecars: z.number().int(),
  changes: z.array(ChangedImageView),
  /** Number of changes that are not listed. */
  more: z.number().int(),
})
export type SnapshotActorView = z.infer<typeof SnapshotActorView>

/** A snapshot compared with the present; changed actors come first, and their number is limited. */
export const SnapshotDetailView = z.object({
  snapshot: SnapshotView,
  actors: z.array(SnapshotActorView),
  /** Number of all actors that changed. */
  changed: z.number().int(),
  unlisted: z.number().int(),
})
export type SnapshotDetailView = z.infer<typeof SnapshotDetailView>
