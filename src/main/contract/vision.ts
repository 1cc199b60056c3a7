import { z } from 'zod'

/** What asking the vision model would take, before anything is sent. Prices are null when unknown. */
export const VisionQuoteView = z.object({
  model: z.string(),
  /** New to the model. */
  images: z.number().int(),
  /** Told of before: they cost nothing. */
  known: z.number().int(),
  /** On their way in a batch: they are not asked about again. */
  waiting: z.number().int(),
  requests: z.number().int(),
  usd: z.number().nullable(),
  /** When every image needs a closer look. */
  atMostUsd: z.number().nullable(),
  /** Handed in as a batch, answered within a day. */
  batchUsd: z.number().nullable(),
  /** Looking stops before it would cost more. */
  limitUsd: z.number().nullable(),
})
export type VisionQuoteView = z.infer<typeof VisionQuoteView>

/** USD per million tokens; without `cached`, cached input costs as much as any. `date`: when they were looked up. */
export const PricesView = z.object({
  date: z.string(),
  models: z.record(z.string(), z.object({ input: z.number(), cached: z.number().nullable(), output: z.number() })),
})
export type PricesView = z.infer<typeof PricesView>

/** One time the vision model was asked, with what it was to cost and what it did. Always a full snapshot. */
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
  /** Requests whose price is not known: the cost is without them. */
  unpriced: z.number().int(),
  note: z.string().nullable(),
})
export type VisionRequestView = z.infer<typeof VisionRequestView>
