import { z } from 'zod'
import { ACTOR_COLUMNS } from './actor-columns.ts'

const Actors = z.array(z.string().min(1)).min(1).max(20_000)

/** Downloads of the view of all actors, with the actors in the wanted order. */
export const DownloadRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('csv'), actorIds: Actors, columns: z.array(z.enum(ACTOR_COLUMNS)).min(1) }),
  z.object({ kind: z.literal('report'), actorIds: Actors, images: z.boolean() }),
])
export type DownloadRequest = z.infer<typeof DownloadRequest>

/** A file that is written while it is downloaded from `/download/{downloadId}`, or saved by the host where its dialog says. */
export const DownloadView = z.object({
  downloadId: z.string(),
  filename: z.string(),
  actors: z.number().int(),
  images: z.number().int(),
  /** Images left out because of the report's limit. */
  leftOut: z.number().int(),
  /** Approximate size. */
  bytes: z.number().int(),
})
export type DownloadView = z.infer<typeof DownloadView>
