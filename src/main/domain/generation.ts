import { EvencastError } from './error.ts'
import type { Variant } from './prompt.ts'
import type { Style } from './style.ts'

/** Everything a generator needs to make one image. */
export interface GenerationRequest {
  readonly actorId: string
  readonly type: Style
  readonly promptId: string
  readonly prompt: string
  /** "3:2": width to height. */
  readonly aspectRatio: string
  readonly variant: Variant
  /** File name of the picture to derive it from, as it was planned; absent: whichever the generator picks. */
  readonly derivedFrom?: string | undefined
  readonly angle?: string | undefined
  readonly light?: string | undefined
  /** uint32; with actor and prompt it names this very image, also after a restart. */
  readonly seed: number
  /** Pictures of this step that were turned down before this one: 0 for the first. */
  readonly attempt: number
  /** A prediction that exists already: it is waited for and no other is made. */
  readonly externalId: string | null
  /**
   * When an earlier call for this very image was cut short before its prediction's id was known; null otherwise. A service that
   * takes money looks for a prediction with this seed from then on before it makes another.
   */
  readonly askedAt: string | null
  /** A person has asked for it again, knowing that the earlier call may have been paid for: where nothing is found, it is made. */
  readonly mayRepeat?: boolean | undefined
  /** False: it may be found where it was asked for earlier, and is never asked for again. */
  readonly mayCreate?: boolean | undefined
  /** Path of the base image; null when the actor has none. */
  readonly base: string | null
  /** Paths of the actor's good photographs, the base image among them when it is one. */
  readonly photographs: readonly string[]
  /** Paths of the actor's good drawings that a human or the evaluator is sure of, the base image among them when it is one. */
  readonly drawings: readonly string[]
}

export interface GeneratedImage {
  readonly bytes: Uint8Array
  readonly extension: 'jpg'
  readonly model: string
  readonly predictionId?: string | undefined
  /** File name of the picture it was derived from. */
  readonly derivedFrom?: string | undefined
  readonly seed: number
  /** What this image cost in all, also when only its prediction was waited for. */
  readonly costUsd: number
  /** The size that was asked for; null or absent where the generator does not say. */
  readonly askedMegapixels?: number | null | undefined
}

/** A generator's answer that is no picture. `again`: whether the same prompt with another seed may do better. */
export class GenerationError extends EvencastError {
  readonly again: boolean
  /** What the failed try cost. */
  readonly costUsd: number
  /** Nobody knows whether it was taken, and paid for: it is not asked for again unless a person says so. */
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
