import { z } from 'zod'
import { base } from './base.ts'
import { BUCKET_ADVICE } from '../domain/bucket/advice.ts'
import { BASE_MODELS, TRAINERS } from '../domain/training/trainer.ts'
import { TaskView } from './views.ts'

const Word = z.string().trim().min(1).max(80)

const Sized = {
  /** Base model to train; the trainer's usual one when absent. */
  baseModel: z.enum(BASE_MODELS).optional(),
  /** Side in px of the square whose area images are trained at; the trainer's default when absent. */
  resolution: z.number().int().min(64).max(4096).optional(),
  batchSize: z.number().int().min(1).max(64).optional(),
}

const BucketsRequest = z.object({ actorId: z.string().min(1), trainer: z.enum(TRAINERS), ...Sized })

export const TrainingRequest = z.object({
  actorIds: z.array(z.string().min(1)).min(1).max(20_000),
  trainer: z.enum(TRAINERS),
  /** Destination: the library's folder of exports, or its store. */
  to: z.enum(['folder', 'store']),
  trigger: Word.optional(),
  /** Name of this version of the set; the next number when absent. An existing version is updated. */
  version: Word.optional(),
  masks: z.boolean(),
  /** Id of a folder given to the host, with regularisation images. */
  regularisationId: z.string().min(1).optional(),
  ...Sized,
})
export type TrainingRequest = z.infer<typeof TrainingRequest>

const Subsets = z.array(z.object({ style: z.string(), images: z.number(), repeats: z.number(), exposure: z.number() }))

const Px = z.object({ width: z.number(), height: z.number() })
/** How a trainer cuts one image: see `domain/bucket`. */
export const BucketedImageView = z.object({
  imageId: z.string(),
  filename: z.string(),
  thumbUrl: z.string(),
  /** Size as exported. */
  size: Px,
  repeats: z.number().int(),
  cut: z.object({ bucket: Px, scaled: Px, offset: z.object({ x: z.number(), y: z.number() }) }).nullable(),
  advice: z.array(z.enum(BUCKET_ADVICE)),
})
export type BucketedImageView = z.infer<typeof BucketedImageView>

export const BucketsView = z.object({
  /** False when the trainer does not document how it cuts images. */
  known: z.boolean(),
  images: z.array(BucketedImageView),
  subsets: Subsets,
  /** Recommended number of steps; `why` explains it. */
  steps: z.number().int(),
  why: z.string(),
})
export type BucketsView = z.infer<typeof BucketsView>

export const TrainingSetView = z.object({
  actorId: z.string(),
  /** Null when nothing was exported. */
  versionId: z.string().nullable(),
  /** Folder of the export; null when nothing was exported. */
  folder: z.string().nullable(),
  images: z.number().int(),
  steps: z.number().int(),
  /** Command that starts the training. */
  command: z.string(),
  subsets: Subsets,
  /** Sentences about what was refused, left out, or is worth checking. */
  notes: z.array(z.string()),
  problem: z.string().nullable(),
})
export type TrainingSetView = z.infer<typeof TrainingSetView>

const VersionId = z.string().min(1).max(500)

/** A training that was started with a version. Costs are in USD. */
const StartedTrainingView = z.object({
  state: z.enum(['asked', 'running', 'succeeded', 'failed', 'cancelled']),
  destination: z.string(),
  costUsd: z.number().nullable(),
  note: z.string().nullable(),
  /** URL of its weights; null until they exist. */
  weights: z.string().nullable(),
})

/** A named export of one actor. */
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
  /** The uncropped image; null when its source is no longer in the library. */
  imageUrl: z.string().nullable(),
  /** Size as exported, in px. */
  size: Px,
  caption: z.string(),
  style: z.string().nullable(),
  /** Crop in shares of the image, 0..1; null for the whole image, or when it was turned as well. */
  crop: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
})
export type ComparedImageView = z.infer<typeof ComparedImageView>

const COMPARED = ['added', 'removed', 'image', 'caption', 'crop', 'style'] as const
const MixPartView = z.object({ images: z.number(), repeats: z.number(), exposure: z.number() }).nullable()

/** Comparison of two versions; only images that differ. */
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

/** Estimated cost of training with an export. Nothing is sent. */
const TrainingQuoteView = z.object({
  images: z.number().int(),
  steps: z.number().int(),
  usd: z.number(),
  limitUsd: z.number().nullable(),
})
type TrainingQuoteView = z.infer<typeof TrainingQuoteView>

export const training = {
  /** Returns the destination of exports of these actors; `store` is a URL, null without a store. */
  folder: base
    .input(TrainingRequest.pick({ actorIds: true, trainer: true, version: true }))
    .output(z.object({ folder: z.string(), store: z.string().nullable() })),
  /** Returns how the trainer would cut each image if it were exported now. */
  buckets: base.input(BucketsRequest).output(BucketsView),
  /** Writes training sets; returns when they are written. Progress comes as a task of kind `export`. */
  export: base.input(TrainingRequest).output(z.array(TrainingSetView)),
  /** Returns an actor's exports, newest first. */
  versions: base.input(z.object({ actorId: z.string().min(1) })).output(z.array(ExportVersionView)),
  compare: base.input(z.object({ before: VersionId, after: VersionId })).output(ExportComparisonView),
  /** Prepares a zip of a version, written during the download as those of `downloads` are. */
  zip: base
    .input(z.object({ versionId: VersionId }))
    .output(z.object({ downloadId: z.string(), filename: z.string() })),
  quote: base.input(z.object({ versionId: VersionId })).output(TrainingQuoteView),
  /** Trains at Replicate; progress comes as a task, and cancelling the task cancels the training. */
  start: base
    .input(z.object({ versionId: VersionId, destination: z.string().trim().min(1).max(200).optional() }))
    .output(TaskView),
}
