import { z } from 'zod'

/** A named version of labels, captions and images. */
export const SnapshotView = z.object({
  snapshotId: z.string(),
  name: z.string(),
  at: z.string(),
  /** Made by Evencast on its own, before a run or before restoring. */
  automatic: z.boolean(),
  actors: z.number().int(),
  images: z.number().int(),
  bytes: z.number(),
})
export type SnapshotView = z.infer<typeof SnapshotView>

/** One image that differs between the snapshot and now; a null address: it is not there. */
const ChangedImageView = z.object({
  filename: z.string(),
  how: z.enum(['added', 'removed', 'changed', 'label', 'caption']),
  thenUrl: z.string().nullable(),
  nowUrl: z.string().nullable(),
})
export type ChangedImageView = z.infer<typeof ChangedImageView>

/** An actor as a snapshot holds it, and what has changed since. */
export const SnapshotActorView = z.object({
  actorId: z.string(),
  /** Of the images that it held, the first few. */
  thumbUrls: z.array(z.string()),
  images: z.number().int(),
  /** Captions, masks and caches beside images that differ. */
  sidecars: z.number().int(),
  changes: z.array(ChangedImageView),
  /** Changes that are not among them. */
  more: z.number().int(),
})
export type SnapshotActorView = z.infer<typeof SnapshotActorView>

/** A snapshot beside what is there now; actors that changed come first, and only so many are told. */
export const SnapshotDetailView = z.object({
  snapshot: SnapshotView,
  actors: z.array(SnapshotActorView),
  /** Of all its actors, how many have changed. */
  changed: z.number().int(),
  unlisted: z.number().int(),
})
export type SnapshotDetailView = z.infer<typeof SnapshotDetailView>
