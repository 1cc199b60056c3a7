import { z } from 'zod'
import { ACTOR_COLUMNS } from './actor-columns.ts'

const Actors = z.array(z.string().min(1)).min(1).max(20_000)

/** What the view of all actors can be taken along as. Actors in the order in which they are to stand in it. */
export const ExportRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('csv'), actorIds: Actors, columns: z.array(z.enum(ACTOR_COLUMNS)).min(1) }),
  z.object({ kind: z.literal('report'), actorIds: Actors, images: z.boolean() }),
])
export type ExportRequest = z.infer<typeof ExportRequest>

/** A file that is made while it is fetched or saved: under `/export/{exportId}`, or by the host where its dialog says. */
export const ExportView = z.object({
  exportId: z.string(),
  filename: z.string(),
  actors: z.number().int(),
  images: z.number().int(),
  /** Images that the report's limit keeps out. */
  leftOut: z.number().int(),
  /** Approximately. */
  bytes: z.number().int(),
})
export type ExportView = z.infer<typeof ExportView>

/** A Replicate model that Evencast offers by name, with its list price per image. */
export const GenerationModelView = z.object({ model: z.string(), priceUsd: z.number() })
export type GenerationModelView = z.infer<typeof GenerationModelView>

/** What making an image costs with the generator in force. */
export const GenerationPriceView = z.object({
  priceUsd: z.object({ photorealistic: z.number(), bw_stylized: z.number(), color_stylized: z.number() }).nullable(),
  secondsPerImage: z.number(),
  atOnce: z.number().int(),
  /** Why the price is not known. */
  problem: z.string().nullable(),
})
export type GenerationPriceView = z.infer<typeof GenerationPriceView>
