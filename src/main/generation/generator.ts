import type { GeneratedImage, GenerationRequest } from '../domain/generation.ts'
import type { Style } from '../domain/style.ts'

export interface GenerateHooks {
  /** Rejects what is under way; a prediction that exists is left to be waited for by a later call. */
  readonly signal: AbortSignal
  /** Call it the moment a paid prediction exists, and wait for it before anything else: the id is durable once it resolves. */
  readonly onExternalId: (externalId: string) => Promise<void>
}

/** What a generator may start from. */
export type Sources = Pick<GenerationRequest, 'base' | 'photographs' | 'drawings'>

/** Makes images of an actor. */
export interface Generator {
  readonly name: string
  readonly model: string
  /** Price of one image before it is made. */
  priceUsd(style: Style): number
  /** A first guess, until a run has measured it. */
  readonly secondsPerImage: number
  /** Why it cannot make this style from these sources, as a sentence; null when it can. */
  obstacle(style: Style, sources: Sources): string | null
  /**
   * Throws GenerationError when the service answered without a picture, UNAVAILABLE when it cannot be reached or refuses the
   * account (the whole run stops then), CANCELLED or the signal's reason when aborted.
   */
  generate(request: GenerationRequest, hooks: GenerateHooks): Promise<GeneratedImage>
}
