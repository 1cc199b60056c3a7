import { z } from 'zod'
import { EvencastError } from '../../domain/error.ts'
import { Sha256, StoredActorId, StoredFileName } from '../../domain/stored-image.ts'

/** Also used as a file name. */
export const SnapshotId = z.string().regex(/^[0-9A-Za-z][\w-]{0,60}$/)

/**
 * `.evencast/snapshots/{id}.json`. A library may come from any source: names are plain, contents are named by their SHA-256 alone, and no
 * value is a path.
 */
export const Snapshot = z.object({
  version: z.literal(1),
  id: SnapshotId,
  name: z.string().min(1).max(100),
  at: z.iso.datetime(),
  /** True when Evencast made it automatically; the oldest of these are deleted when there are too many. */
  automatic: z.boolean(),
  images: z.number().int().min(0),
  bytes: z.number().min(0),
  /** Bytes of contents that were not stored before. */
  new_bytes: z.number().min(0),
  /** `record` is the SHA-256 under which the actor's record is stored. */
  actors: z.array(z.object({ actor_id: StoredActorId, record: Sha256 })).max(200_000),
})
export type Snapshot = Readonly<z.infer<typeof Snapshot>>

/** Contents of one actor's folder. Snapshots share the record of an actor that did not change. */
export const ActorRecord = z.object({
  version: z.literal(1),
  actor_id: StoredActorId,
  /** SHA-256 of the exact bytes of `manifest.json`; null when there was none. */
  manifest: Sha256.nullable(),
  files: z.array(
    z.object({
      name: StoredFileName,
      sha256: Sha256,
      bytes: z.number().int().min(0),
      /** Size, times and inode, by which the next snapshot recognises an unchanged file; meaningless on another disk. */
      stamp: z.string().max(120),
    }),
  ),
})
export type ActorRecord = Readonly<z.infer<typeof ActorRecord>>
export type RecordedFile = ActorRecord['files'][number]

/** Parses an actor's record. Throws NOT_FOUND when it is damaged. */
export function readActorRecord(text: string): ActorRecord {
  const parsed = ActorRecord.safeParse(parse(text))
  if (parsed.success) return parsed.data
  throw new EvencastError('NOT_FOUND', 'A record of this snapshot is damaged. Choose another snapshot.')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
