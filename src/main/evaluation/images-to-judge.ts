import type { Crop } from '../domain/crop.ts'
import type { Measures } from '../domain/measures.ts'
import type { Opinion } from '../domain/opinion.ts'

/** An image to be judged. Leave out what pixels reject already, unreadable files and copies: it is money for nothing. */
export interface ImageToJudge {
  readonly filename: string
  /** Absolute path. */
  readonly file: string
  /** What is shown of it; without one all of it. */
  readonly crop?: Crop | null | undefined
  /** Of what is shown, content and crop; an opinion is about this, whatever the file is called by the time it arrives. */
  readonly sha256: string
  readonly measures: Measures
  /** A generated image is always looked at closely: its hands and face are what goes wrong. */
  readonly generated: boolean
  /** What was told of the same content before, if that was left open: it is not asked for again on a sheet. */
  readonly earlier: Opinion | null
}

export interface ActorToJudge {
  readonly actorId: string
  /** Absolute path of the base image; null when there is none: then the identity is not measured. */
  readonly base: string | null
  /** Of the base image's content, when a batch must tell later what the images were held against. */
  readonly baseSha256?: string | null
  readonly images: readonly ImageToJudge[]
}

/** How closely: all on sheets only; on sheets and again, large, where that leaves doubt; or each image by itself. */
export const DETAIL_LEVELS = ['sheet', 'second', 'every'] as const

export type DetailLevel = (typeof DETAIL_LEVELS)[number]

/** Whether an image needs no sheet: it is looked at closely in any case, or a sheet told of it before. */
export const skipsSheet = (
  { generated, earlier }: Pick<ImageToJudge, 'generated' | 'earlier'>,
  detailLevel: DetailLevel,
): boolean =>
  detailLevel === 'every' || (detailLevel === 'second' && (generated || (earlier !== null && earlier.style !== null)))
