import { z } from 'zod'
import { base } from './base.ts'
import { BUCKET_ADVICE } from '../domain/bucket/advice.ts'
import { TRAINERS } from '../domain/training/trainer.ts'

const Word = z.string().trim().min(1).max(80)

const Sized = {
  /** Side in px of the square whose area images are trained at; the trainer's own without it. */
  resolution: z.number().int().min(64).max(4096).optional(),
  batchSize: z.number().int().min(1).max(64).optional(),
}

export const BucketsRequest = z.object({ actorId: z.string().min(1), trainer: z.enum(TRAINERS), ...Sized })

export const TrainingRequest = z.object({
  actorIds: z.array(z.string().min(1)).min(1).max(20_000),
  trainer: z.enum(TRAINERS),
  trigger: Word.optional(),
  masks: z.boolean(),
  ...Sized,
})
export type TrainingRequest = z.infer<typeof TrainingRequest>

const Px = z.object({ width: z.number(), height: z.number() })
/** What a trainer makes of one image: see `domain/bucket`. */
export const BucketedImageView = z.object({
  imageId: z.string(),
  filename: z.string(),
  thumbUrl: z.string(),
  /** As it is exported. */
  size: Px,
  repeats: z.number().int(),
  cut: z.object({ bucket: Px, scaled: Px, offset: z.object({ x: z.number(), y: z.number() }) }).nullable(),
  advice: z.array(z.enum(BUCKET_ADVICE)),
})
export type BucketedImageView = z.infer<typeof BucketedImageView>

export const BucketsView = z.object({
  /** False: the trainer does not say how it cuts images. */
  known: z.boolean(),
  images: z.array(BucketedImageView),
})
export type BucketsView = z.infer<typeof BucketsView>

export const TrainingSetView = z.object({
  actorId: z.string(),
  /** Where it lies; null where there is none. */
  folder: z.string().nullable(),
  images: z.number().int(),
  steps: z.number().int(),
  /** The command that starts the training. */
  command: z.string(),
  subsets: z.array(z.object({ style: z.string(), images: z.number(), repeats: z.number(), exposure: z.number() })),
  /** Sentences: what was refused, left out, or is worth a look. */
  notes: z.array(z.string()),
  problem: z.string().nullable(),
})
export type TrainingSetView = z.infer<typeof TrainingSetView>

export const training = {
  /** Where exports of these actors go. */
  folder: base.input(TrainingRequest.pick({ actorIds: true, trainer: true })).output(z.object({ folder: z.string() })),
  /** What the trainer will see of each image that would be exported now. */
  buckets: base.input(BucketsRequest).output(BucketsView),
  /** Writes training sets; answers when they are there. */
  export: base.input(TrainingRequest).output(z.array(TrainingSetView)),
}
