import { z } from 'zod'
import { WAYS } from '../../domain/ways-out.ts'
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
  /** True when it is held back because too few of the plan's images are to be generated. */
  held: z.boolean(),
})

const KeptView = DeletionView.omit({ stepId: true, skipped: true, held: true })

/** A way to fill a gap that cannot be filled here, in words. */
export const WayOutView = z.object({ way: z.enum(WAYS), text: z.string() })

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

const ShortfallView = z.object({ type: StyleView, missing: z.number().int(), why: z.string() })

export const PlanView = z.object({
  actorId: z.string(),
  createdAt: z.string(),
  /** True when the plan can no longer run and must be made again. */
  stale: z.boolean(),
  /** Why it is stale, as a sentence: files, labels, target, generator or price changed. */
  differs: z.string().nullable(),
  /** True when the file was edited by hand; the price is that of its current content. */
  edited: z.boolean(),
  evaluator: z.string(),
  generator: z.string(),
  model: z.string(),
  /** USD per image, as planned. */
  priceUsd: PerStyleView,
  target: PerStyleView,
  current: PerStyleView.extend({ unclassified: z.number().int() }),
  unsure: PerStyleView,
  /** Good images of a sure style in the set after the steps that are not skipped. */
  after: PerStyleView,
  /** Number of files before and after. */
  images: z.number().int(),
  imagesAfter: z.number().int(),
  deletions: z.array(DeletionView),
  generations: z.array(GenerationView),
  /** Rejected or surplus images that stay because the set cannot be refilled. */
  kept: z.array(KeptView),
  shortfalls: z.array(ShortfallView),
  waysOut: z.array(WayOutView),
  /** Question for the user before an evaluator's rejections are applied. */
  question: z.string().nullable(),
  warnings: z.array(z.string()),
  costUsd: z.number(),
  /** Estimated cost of assessing the new images; null when its price is unknown. */
  checksUsd: z.number().nullable(),
  /** Cost of images and checks together, which the user agrees to; null when a price is unknown. */
  totalUsd: z.number().nullable(),
  /** Actual cost of assessing the existing images for this plan. */
  visionUsd: z.number(),
  seconds: z.number(),
})
export type PlanView = z.infer<typeof PlanView>
