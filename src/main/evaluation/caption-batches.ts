import { z } from 'zod'
import { VISION_SERVERS } from '../contract/settings.ts'
import type { CaptionAnswer } from '../domain/caption/answer.ts'
import { CAPTION_GUIDES, type CaptionInstructions } from '../domain/caption/guide.ts'
import type { Picture } from './draw-picture.ts'
import type { Usage } from './vision-evaluator.ts'

/** The caption of one image, as it was asked for: `instructions` is the hash of what the model is told and of the crop. */
const BatchedCaption = z.object({
  actorId: z.string(),
  filename: z.string(),
  sha256: z.string(),
  instructions: z.string(),
})
export type BatchedCaption = z.infer<typeof BatchedCaption>

const CaptionPart = z.object({
  /** Empty until it is uploaded: what is to be asked is written down before. */
  fileId: z.string(),
  /** Null between the upload and the batch. */
  batchId: z.string().nullable(),
  status: z.string(),
  /** The answers were fetched. */
  collected: z.boolean(),
  with: z.enum(VISION_SERVERS),
  guide: z.enum(CAPTION_GUIDES),
  trigger: z.string().optional(),
  only: z.enum(['missing', 'sparing']),
  requests: z.record(z.string(), BatchedCaption),
})
export type CaptionPart = z.infer<typeof CaptionPart>

/** Everything needed to pick captions up after a restart, as plain JSON. */
export const CaptionParts = z.array(CaptionPart)
export type CaptionParts = readonly CaptionPart[]

interface SubmitCaptionsCall {
  readonly signal?: AbortSignal | undefined
  /** Store them each time: what they name is at the service. */
  readonly onParts: (parts: CaptionParts) => void
  /** Null: the image, or how it is cut, is another by now; it is left out. */
  readonly pictureOf: (
    caption: BatchedCaption,
  ) => { readonly picture: Picture; readonly instructions: CaptionInstructions } | null
}

interface CollectedCaptions {
  readonly parts: CaptionParts
  /** New since the last call; `answer` is null where the batch ended before it came to that image, which costs nothing. */
  readonly answers: readonly { readonly caption: BatchedCaption; readonly answer: CaptionAnswer | null }[]
  readonly usages: readonly Usage[]
  /** Sentences about batches that did not go through. */
  readonly problems: readonly string[]
}

/** Captions at a lower price, answered within a day. Nothing has to run meanwhile: the parts say all. */
export interface CaptionBatches {
  /** The address as the settings name it. */
  readonly server: string
  /** What people call the server of that address. */
  readonly nameOf: (server: string) => string
  /** Uploads and hands in what is not at the service yet. */
  submit(parts: CaptionParts, call: SubmitCaptionsCall): Promise<CaptionParts>
  /** Asks once how far they are; store the answers together with the parts. */
  collect(parts: CaptionParts, signal?: AbortSignal): Promise<CollectedCaptions>
  /** What was finished by then is delivered, and charged: collect it. What is being cancelled already is not asked twice. */
  cancel(parts: CaptionParts): Promise<CaptionParts>
}
