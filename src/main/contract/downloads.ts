import { z } from 'zod'
import { ACTOR_COLUMNS } from './actor-columns.ts'

const Actors = z.array(z.string().min(1)).min(1).max(20_000)

/** What the view of all actors can be taken along as. Actors in the order in which they are to stand in it. */
export const DownloadRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('csv'), actorIds: Actors, columns: z.array(z.enum(ACTOR_COLUMNS)).min(1) }),
  z.object({ kind: z.literal('report'), actorIds: Actors, images: z.boolean() }),
])
export type DownloadRequest = z.infer<typeof DownloadRequest>

/** A file that is made while it is fetched or saved: under `/download/{downloadId}`, or by the host where its dialog says. */
export const DownloadView = z.object({
  downloadId: z.string(),
  filename: z.string(),
  actors: z.number().int(),
  images: z.number().int(),
  /** Images that the report's limit keeps out. */
  leftOut: z.number().int(),
  /** Approximately. */
  bytes: z.number().int(),
})
export type DownloadView = z.infer<typeof DownloadView>
