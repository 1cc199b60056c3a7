import { z } from 'zod'
import { base } from './base.ts'
import { BUCKET_ADVICE } from '../domain/bucket/advice.ts'
import { CAPTION_FORMS } from '../domain/caption/template.ts'
import { TRAINERS } from '../domain/training/trainer.ts'

const Text = z.string().max(20_000)
const Word = z.string().trim().min(1).max(80)

export const CaptionView = z.object({
  imageId: z.string(),
  filename: z.string(),
  thumbUrl: z.string(),
  style: z.string().nullable(),
  /** Empty: there is none. */
  text: z.string(),
  /** "human", "import", "prompt", "template" or a model; null without a caption. */
  by: z.string().nullable(),
  stale: z.boolean(),
  /** CLIP's is exact, the others are estimates; null where the letters make one worthless. */
  tokens: z.object({ clip: z.number(), t5: z.number().nullable(), qwen: z.number().nullable() }).nullable(),
})
export type CaptionView = z.infer<typeof CaptionView>

/** What a window may ask for; `template` with an empty text writes from what is known of an image. */
export const CaptionChangeView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), text: Text }),
  z.object({ kind: z.literal('template'), template: Text }),
  z.object({ kind: z.literal('prefix'), text: Text }),
  z.object({ kind: z.literal('suffix'), text: Text }),
  z.object({ kind: z.literal('trigger'), trigger: Text }),
  z.object({ kind: z.literal('replace'), find: Text, by: Text, regex: z.boolean(), ignoreCase: z.boolean() }),
  z.object({ kind: z.literal('remove'), text: Text }),
  z.object({ kind: z.literal('dedupe') }),
  z.object({ kind: z.literal('clear') }),
  z.object({ kind: z.literal('tidy') }),
])
export type CaptionChangeView = z.infer<typeof CaptionChangeView>

export const CaptionRequest = z.object({
  actorId: z.string().min(1),
  change: CaptionChangeView,
  only: z.enum(['all', 'missing', 'sparing']),
  /** Null: all images of the actor. */
  filenames: z.array(z.string()).max(20_000).nullable(),
  form: z.enum(CAPTION_FORMS),
  /** Only tells what would change. */
  dryRun: z.boolean(),
})

export const CaptionEditView = z.object({ filename: z.string(), before: z.string(), after: z.string() })
export type CaptionEditView = z.infer<typeof CaptionEditView>

export const CaptionFindingView = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  why: z.string(),
  filenames: z.array(z.string()),
  fix: CaptionChangeView.nullable(),
})
export type CaptionFindingView = z.infer<typeof CaptionFindingView>

export const CaptionsView = z.object({ captions: z.array(CaptionView), findings: z.array(CaptionFindingView) })
export type CaptionsView = z.infer<typeof CaptionsView>

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
