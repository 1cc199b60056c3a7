import { z } from 'zod'
import { VISION_SERVERS } from '../contract/settings.ts'
import type { CaptionAnswer } from '../domain/caption/answer.ts'
import { CAPTION_GUIDES, type CaptionInstructions } from '../domain/caption/guide.ts'
import type { Picture } from './draw-picture.ts'
import type { Usage } from './vision-evaluator.ts'

/** The requested caption of one image; `instructions` is the hash of the model's instructions and of the crop. */
const BatchedCaption = z.object({
  actorId: z.string(),
  filename: z.string(),
  sha256: z.string(),
  instructions: z.string(),
})
export type BatchedCaption = z.infer<typeof BatchedCaption>

const CaptionPart = z.object({
  /** Empty until the upload: the requests are stored before it. */
  fileId: z.string(),
  /** Null between the upload and the batch's creation. */
  batchId: z.string().nullable(),
  status: z.string(),
  /** True once the answers were fetched. */
  collected: z.boolean(),
  with: z.enum(VISION_SERVERS),
  guide: z.enum(CAPTION_GUIDES),
  trigger: z.string().optional(),
  only: z.enum(['missing', 'sparing']),
  requests: z.record(z.string(), BatchedCaption),
})
export type CaptionPart = z.infer<typeof CaptionPart>

/** State of caption batches as plain JSON: everything needed to resume them after a restart. */
export const CaptionParts = z.array(CaptionPart)
export type CaptionParts = readonly CaptionPart[]

interface SubmitCaptionsCall {
  readonly signal?: AbortSignal | undefined
  /** Called after each change. Store the parts every time: they name files and batches that exist at the service. */
  readonly onParts: (parts: CaptionParts) => void
  /** Returns null when the image or its crop has changed since; the caption is then left out. */
  readonly pictureOf: (
    caption: BatchedCaption,
  ) => { readonly picture: Picture; readonly instructions: CaptionInstructions } | null
}

interface CollectedCaptions {
  readonly parts: CaptionParts
  /** Answers new since the last call; `answer` is null where the batch ended before it reached that image, which costs nothing. */
  readonly answers: readonly { readonly caption: BatchedCaption; readonly answer: CaptionAnswer | null }[]
  readonly usages: readonly Usage[]
  /** Sentences about batches that failed. */
  readonly problems: readonly string[]
}

/** Captions at a lower price, answered within a day. Nothing has to run meanwhile: the parts hold the whole state. */
export interface CaptionBatches {
  /** The server's address as in the settings. */
  readonly server: string
  /** Returns the name that people use for the server at that address. */
  readonly nameOf: (server: string) => string
  /** Uploads and submits the parts that are not at the service yet. */
  submit(parts: CaptionParts, call: SubmitCaptionsCall): Promise<CaptionParts>
  /** Checks the progress once; store the answers together with the parts. */
  collect(parts: CaptionParts, signal?: AbortSignal): Promise<CollectedCaptions>
  /**
   * Cancels the batches. Answers finished before that are delivered and charged, so collect them. A part that is already being cancelled is
   * not cancelled twice.
   */
  cancel(parts: CaptionParts): Promise<CaptionParts>
}
