import { z } from 'zod'

/** Cost of a vision request, before anything is sent. Prices are null when unknown. */
export const VisionQuoteView = z.object({
  model: z.string(),
  /** Images new to the model. */
  images: z.number().int(),
  /** Images assessed before, which cost nothing. */
  known: z.number().int(),
  /** Images waiting in a batch, which are not sent again. */
  waiting: z.number().int(),
  requests: z.number().int(),
  usd: z.number().nullable(),
  /** Cost when every image needs a closer look. */
  atMostUsd: z.number().nullable(),
  /** Cost as a batch, answered within a day. */
  batchUsd: z.number().nullable(),
  /** The assessment stops before it would exceed this budget. */
  limitUsd: z.number().nullable(),
})
export type VisionQuoteView = z.infer<typeof VisionQuoteView>

/** USD per million tokens; without `cached`, cached input costs as much as any. `date` is the day of the price list. */
export const PricesView = z.object({
  date: z.string(),
  models: z.record(z.string(), z.object({ input: z.number(), cached: z.number().nullable(), output: z.number() })),
})
export type PricesView = z.infer<typeof PricesView>

/** A vision request with its estimated and actual cost. Always a full snapshot. */
export const VisionRequestView = z.object({
  visionRequestId: z.string(),
  kind: z.enum(['now', 'batch', 'check', 'captions', 'captionBatch']),
  state: z.enum(['running', 'sending', 'waiting', 'cancelling', 'done', 'stopped', 'cancelled']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  model: z.string(),
  actors: z.array(z.string()),
  images: z.number().int(),
  requests: z.number().int(),
  estimatedUsd: z.number().nullable(),
  costUsd: z.number(),
  /** Requests of unknown price, which the cost does not include. */
  unpriced: z.number().int(),
  note: z.string().nullable(),
})
export type VisionRequestView = z.infer<typeof VisionRequestView>
