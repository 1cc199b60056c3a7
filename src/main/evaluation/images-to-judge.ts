import type { Crop } from '../domain/crop.ts'
import type { Measures } from '../domain/measures.ts'
import type { Opinion } from '../domain/opinion.ts'

/** An image to be judged. Leave out images that the pixels already reject, unreadable files and copies: judging them wastes money. */
export interface ImageToJudge {
  readonly filename: string
  /** Absolute path. */
  readonly file: string
  /** The part of the image to show; all of it without a crop. */
  readonly crop?: Crop | null | undefined
  /** Hash of content and crop. An opinion is about this hash, whatever the file is called by the time the opinion arrives. */
  readonly sha256: string
  readonly measures: Measures
  /** True for a generated image, which is always assessed closely because its hands and face tend to go wrong. */
  readonly generated: boolean
  /** Earlier opinion on the same content that was left open; the image is then not sent on a sheet again. */
  readonly earlier: Opinion | null
}

export interface ActorToJudge {
  readonly actorId: string
  /** Absolute path of the base image; null when there is none: then the identity is not measured. */
  readonly base: string | null
  /** Hash of the base image's content, for a batch that must know later which base image the images were compared with. */
  readonly baseSha256?: string | null
  readonly images: readonly ImageToJudge[]
}

/** Detail levels: sheets only; sheets, then closely where a sheet leaves doubt; or each image by itself. */
export const DETAIL_LEVELS = ['sheet', 'second', 'every'] as const

export type DetailLevel = (typeof DETAIL_LEVELS)[number]

/** Returns true when the image needs no sheet: it is assessed closely in any case, or a sheet covered it before. */
export const skipsSheet = (
  { generated, earlier }: Pick<ImageToJudge, 'generated' | 'earlier'>,
  detailLevel: DetailLevel,
): boolean =>
  detailLevel === 'every' || (detailLevel === 'second' && (generated || (earlier !== null && earlier.style !== null)))
