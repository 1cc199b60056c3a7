import { EvencastError } from './error.ts'
import type { Variant } from './prompt.ts'
import type { Style } from './style.ts'

/** Input of a generator for one image. */
export interface GenerationRequest {
  readonly actorId: string
  readonly type: Style
  readonly promptId: string
  readonly prompt: string
  /** Width to height: "3:2". */
  readonly aspectRatio: string
  readonly variant: Variant
  /** File name of the planned source picture; when absent, the generator picks one. */
  readonly derivedFrom?: string | undefined
  readonly angle?: string | undefined
  readonly light?: string | undefined
  /** A uint32; with actor and prompt it identifies this image, even after a restart. */
  readonly seed: number
  /** Number of rejected pictures of this step so far: 0 for the first attempt. */
  readonly attempt: number
  /** Id of an existing prediction, which is awaited instead of creating another. */
  readonly externalId: string | null
  /**
   * Time of an earlier call for this image that was interrupted before its prediction's id was known; null otherwise. A paid service
   * searches for a prediction with this seed from that time on before it creates another.
   */
  readonly askedAt: string | null
  /**
   * True when a person asked again, knowing that the earlier call may have been paid for: the image is created when no prediction is found.
   */
  readonly mayRepeat?: boolean | undefined
  /** False when an earlier prediction may be fetched but no new one created. */
  readonly mayCreate?: boolean | undefined
  /** Path of the base image; null when the actor has none. */
  readonly base: string | null
  /** Paths of the actor's good photographs, including the base image when it is one. */
  readonly photographs: readonly string[]
  /** Paths of the actor's good drawings whose style is certain, by a person or the evaluator, including the base image when it is one. */
  readonly drawings: readonly string[]
}

export interface GeneratedImage {
  readonly bytes: Uint8Array
  readonly extension: 'jpg'
  readonly model: string
  readonly predictionId?: string | undefined
  /** File name of the source picture. */
  readonly derivedFrom?: string | undefined
  readonly seed: number
  /** Total cost of this image, even when an existing prediction was only awaited. */
  readonly costUsd: number
  /** Requested size; null or absent when the generator does not report it. */
  readonly askedMegapixels?: number | null | undefined
}

/** A generator's failure to return a picture. `again` is true when another seed may succeed with the same prompt. */
export class GenerationError extends EvencastError {
  readonly again: boolean
  /** Cost of the failed attempt. */
  readonly costUsd: number
  /** True when it is unknown whether the request was accepted and paid for: it is not repeated unless a person asks for it. */
  readonly isUnknown: boolean

  constructor(
    message: string,
    options: {
      readonly again: boolean
      readonly costUsd?: number
      readonly isUnknown?: boolean
      readonly cause?: unknown
    },
  ) {
    super('UPSTREAM', message, { cause: options.cause })
    this.name = 'GenerationError'
    this.again = options.again
    this.costUsd = options.costUsd ?? 0
    this.isUnknown = options.isUnknown ?? false
  }
}
