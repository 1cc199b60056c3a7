import { z } from 'zod'
import { StyleView, PerStyleView } from './words.ts'

export const DeletionView = z.object({
  /** `d:{filename}`. */
  stepId: z.string(),
  imageId: z.string().nullable(),
  filename: z.string(),
  type: StyleView.nullable(),
  reason: z.string(),
  detail: z.string(),
  skipped: z.boolean(),
})

export const GenerationView = z.object({
  /** `g:{index}`. */
  stepId: z.string(),
  type: StyleView,
  /** Two or three words, such as "Watercolour". */
  title: z.string(),
  promptId: z.string(),
  prompt: z.string(),
  aspectRatio: z.string(),
  skipped: z.boolean(),
})

export const ShortfallView = z.object({ type: StyleView, missing: z.number().int(), why: z.string() })

export const PlanView = z.object({
  actorId: z.string(),
  createdAt: z.string(),
  /** True when files or labels changed since: it has to be made anew before it can run. */
  stale: z.boolean(),
  evaluator: z.string(),
  target: PerStyleView,
  current: PerStyleView.extend({ unclassified: z.number().int() }),
  /** What the set will hold with the steps that are not skipped. */
  after: PerStyleView,
  deletions: z.array(DeletionView),
  generations: z.array(GenerationView),
  shortfalls: z.array(ShortfallView),
  warnings: z.array(z.string()),
  costUsd: z.number(),
  /** What the vision model's look at the new images will cost; null when its price is not known. */
  checksUsd: z.number().nullable(),
  /** What its look at the images that are there did cost, for this plan. */
  visionUsd: z.number(),
  seconds: z.number(),
})
export type PlanView = z.infer<typeof PlanView>
