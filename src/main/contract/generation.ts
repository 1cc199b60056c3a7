import { z } from 'zod'

/** A Replicate model that Evencast lists by name, with its list price per image. */
export const GenerationModelView = z.object({ model: z.string(), priceUsd: z.number() })
export type GenerationModelView = z.infer<typeof GenerationModelView>

/** Price of generating an image with the current generator. */
export const GenerationPriceView = z.object({
  priceUsd: z.object({ photorealistic: z.number(), bw_stylized: z.number(), color_stylized: z.number() }).nullable(),
  secondsPerImage: z.number(),
  atOnce: z.number().int(),
  /** Why the price is unknown. */
  problem: z.string().nullable(),
})
export type GenerationPriceView = z.infer<typeof GenerationPriceView>
