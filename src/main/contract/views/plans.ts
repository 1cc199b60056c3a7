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
  /** Not carried out, since too few of the plan's images are to be made in its place. */
  held: z.boolean(),
})

const KeptView = DeletionView.omit({ stepId: true, skipped: true, held: true })

/** A way to close a gap that cannot be closed here, in words. */
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
  /** True when it cannot be carried out any more: it has to be made again. */
  stale: z.boolean(),
  /** The same as a sentence: files, labels, target, generator or price changed. */
  differs: z.string().nullable(),
  /** Somebody changed the file by hand since it was made; its price is that of what it says now. */
  edited: z.boolean(),
  evaluator: z.string(),
  generator: z.string(),
  model: z.string(),
  /** USD per image, as planned. */
  priceUsd: PerStyleView,
  target: PerStyleView,
  current: PerStyleView.extend({ unclassified: z.number().int() }),
  unsure: PerStyleView,
  /** Good images of a sure style that the set will hold with the steps that are not skipped. */
  after: PerStyleView,
  /** All files before and after. */
  images: z.number().int(),
  imagesAfter: z.number().int(),
  deletions: z.array(DeletionView),
  generations: z.array(GenerationView),
  /** Rejected or surplus images that stay for want of better: the set cannot be refilled. */
  kept: z.array(KeptView),
  shortfalls: z.array(ShortfallView),
  waysOut: z.array(WayOutView),
  /** What a person is asked before an evaluator is obeyed. */
  question: z.string().nullable(),
  warnings: z.array(z.string()),
  costUsd: z.number(),
  /** What the vision model's look at the new images will cost; null when its price is not known. */
  checksUsd: z.number().nullable(),
  /** Images and their checks together: the figure to agree to; null when a price is not known. */
  totalUsd: z.number().nullable(),
  /** What its look at the images that are there did cost, for this plan. */
  visionUsd: z.number(),
  seconds: z.number(),
})
export type PlanView = z.infer<typeof PlanView>
