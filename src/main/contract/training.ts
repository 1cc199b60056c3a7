import { z } from 'zod'
import { base } from './base.ts'
import { BUCKET_ADVICE } from '../domain/bucket/advice.ts'
import { BASE_MODELS, TRAINERS } from '../domain/training/trainer.ts'
import { TaskView } from './views.ts'

const Word = z.string().trim().min(1).max(80)

const Sized = {
  /** What is trained; the trainer's usual one without it. */
  baseModel: z.enum(BASE_MODELS).optional(),
  /** Side in px of the square whose area images are trained at; the trainer's own without it. */
  resolution: z.number().int().min(64).max(4096).optional(),
  batchSize: z.number().int().min(1).max(64).optional(),
}

const BucketsRequest = z.object({ actorId: z.string().min(1), trainer: z.enum(TRAINERS), ...Sized })

export const TrainingRequest = z.object({
  actorIds: z.array(z.string().min(1)).min(1).max(20_000),
  trainer: z.enum(TRAINERS),
  /** Into the folder of the library's exports, or into its store. */
  to: z.enum(['folder', 'store']),
  trigger: Word.optional(),
  /** What this version of the set is called; the next number without it. One that is there is brought up to date. */
  version: Word.optional(),
  masks: z.boolean(),
  /** A folder that the host was given, by its id: images of the class alone. */
  regularisationId: z.string().min(1).optional(),
  ...Sized,
})
export type TrainingRequest = z.infer<typeof TrainingRequest>

const Subsets = z.array(z.object({ style: z.string(), images: z.number(), repeats: z.number(), exposure: z.number() }))

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
  subsets: Subsets,
  /** Advised, with why. */
  steps: z.number().int(),
  why: z.string(),
})
export type BucketsView = z.infer<typeof BucketsView>

export const TrainingSetView = z.object({
  actorId: z.string(),
  /** Null where there is none. */
  versionId: z.string().nullable(),
  /** Where it lies; null where there is none. */
  folder: z.string().nullable(),
  images: z.number().int(),
  steps: z.number().int(),
  /** The command that starts the training. */
  command: z.string(),
  subsets: Subsets,
  /** Sentences: what was refused, left out, or is worth a look. */
  notes: z.array(z.string()),
  problem: z.string().nullable(),
})
export type TrainingSetView = z.infer<typeof TrainingSetView>

const VersionId = z.string().min(1).max(500)

/** A training that was started with a version. Costs are US dollars. */
const StartedTrainingView = z.object({
  state: z.enum(['asked', 'running', 'succeeded', 'failed', 'cancelled']),
  destination: z.string(),
  costUsd: z.number().nullable(),
  note: z.string().nullable(),
  /** Where its weights lie; null until they are there. */
  weights: z.string().nullable(),
})

/** An export of one actor, kept under its name. */
export const ExportVersionView = z.object({
  versionId: z.string(),
  name: z.string(),
  trainer: z.enum(TRAINERS),
  images: z.number().int(),
  /** ISO 8601. */
  exportedAt: z.string(),
  training: StartedTrainingView.nullable(),
})
export type ExportVersionView = z.infer<typeof ExportVersionView>

/** An image on one side of a comparison. */
const ComparedImageView = z.object({
  /** Uncut; null: what it was made from is no longer in the library. */
  imageUrl: z.string().nullable(),
  /** As it was exported, px. */
  size: Px,
  caption: z.string(),
  style: z.string().nullable(),
  /** Parts of the image, 0..1; null: all of it, or turned as well. */
  crop: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
})
export type ComparedImageView = z.infer<typeof ComparedImageView>

const COMPARED = ['added', 'removed', 'image', 'caption', 'crop', 'style'] as const
const MixPartView = z.object({ images: z.number(), repeats: z.number(), exposure: z.number() }).nullable()

/** Two versions side by side; only images that differ. */
export const ExportComparisonView = z.object({
  images: z.array(
    z.object({
      filename: z.string(),
      changes: z.array(z.enum(COMPARED)),
      before: ComparedImageView.nullable(),
      after: ComparedImageView.nullable(),
    }),
  ),
  same: z.number().int(),
  mix: z.array(z.object({ style: z.string(), before: MixPartView, after: MixPartView })),
  /** Trainer, trigger word and settings that differ. */
  settings: z.array(z.object({ key: z.string(), before: z.string(), after: z.string() })),
})
export type ExportComparisonView = z.infer<typeof ExportComparisonView>

/** What training with an export costs, about. Nothing is sent. */
const TrainingQuoteView = z.object({
  images: z.number().int(),
  steps: z.number().int(),
  usd: z.number(),
  limitUsd: z.number().nullable(),
})
type TrainingQuoteView = z.infer<typeof TrainingQuoteView>

export const training = {
  /** Where exports of these actors go; `store`: a URL, null without a store. */
  folder: base
    .input(TrainingRequest.pick({ actorIds: true, trainer: true, version: true }))
    .output(z.object({ folder: z.string(), store: z.string().nullable() })),
  /** What the trainer will see of each image that would be exported now. */
  buckets: base.input(BucketsRequest).output(BucketsView),
  /** Writes training sets; answers when they are there. Progress comes as a task of kind `export`. */
  export: base.input(TrainingRequest).output(z.array(TrainingSetView)),
  /** An actor's exports, the newest first. */
  versions: base.input(z.object({ actorId: z.string().min(1) })).output(z.array(ExportVersionView)),
  compare: base.input(z.object({ before: VersionId, after: VersionId })).output(ExportComparisonView),
  /** A version as a zip, made while it is fetched or saved, as `downloads` are. */
  zip: base
    .input(z.object({ versionId: VersionId }))
    .output(z.object({ downloadId: z.string(), filename: z.string() })),
  quote: base.input(z.object({ versionId: VersionId })).output(TrainingQuoteView),
  /** Trains at Replicate; progress comes as a task, whose cancelling cancels the training. */
  start: base
    .input(z.object({ versionId: VersionId, destination: z.string().trim().min(1).max(200).optional() }))
    .output(TaskView),
}
