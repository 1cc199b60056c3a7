import { z } from 'zod'

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
