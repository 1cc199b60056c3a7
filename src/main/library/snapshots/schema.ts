import { z } from 'zod'
import { EvencastError } from '../../domain/error.ts'
import { Sha256, StoredActorId, StoredFileName } from '../../domain/stored-image.ts'

/** Becomes a file's name. */
export const SnapshotId = z.string().regex(/^[0-9A-Za-z][\w-]{0,60}$/)

/**
 * `.evencast/snapshots/{id}.json`. A library may come from anybody: names are plain, contents are named by their SHA-256 alone, and
 * nothing in it is a path.
 */
export const Snapshot = z.object({
  version: z.literal(1),
  id: SnapshotId,
  name: z.string().min(1).max(100),
  at: z.iso.datetime(),
  /** Made by Evencast on its own: the oldest of these go when there are too many. */
  automatic: z.boolean(),
  images: z.number().int().min(0),
  bytes: z.number().min(0),
  /** What it took that was not kept already. */
  new_bytes: z.number().min(0),
  /** `record`: SHA-256 of the actor's record, under which that is kept. */
  actors: z.array(z.object({ actor_id: StoredActorId, record: Sha256 })).max(200_000),
})
export type Snapshot = Readonly<z.infer<typeof Snapshot>>

/** What one actor's folder held. Actors that did not change share one record between snapshots. */
export const ActorRecord = z.object({
  version: z.literal(1),
  actor_id: StoredActorId,
  /** SHA-256 of the exact bytes of `manifest.json`; null: there was none. */
  manifest: Sha256.nullable(),
  files: z.array(
    z.object({
      name: StoredFileName,
      sha256: Sha256,
      bytes: z.number().int().min(0),
      /** Size, times and inode by which the next snapshot knows that the file is still the same; says nothing on another disk. */
      stamp: z.string().max(120),
    }),
  ),
})
export type ActorRecord = Readonly<z.infer<typeof ActorRecord>>
export type RecordedFile = ActorRecord['files'][number]

/** Throws NOT_FOUND for one that makes no sense. */
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
