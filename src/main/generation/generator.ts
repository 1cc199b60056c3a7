import type { GeneratedImage, GenerationRequest } from '../domain/generation.ts'
import type { Style } from '../domain/style.ts'

export interface GenerateHooks {
  /** Rejects what is under way; a prediction that exists is left to be waited for by a later call. */
  readonly signal: AbortSignal
  /** Call it the moment a paid prediction exists, and wait for it before anything else: the id is durable once it resolves. */
  readonly onExternalId: (externalId: string) => Promise<void>
  /**
   * Waits for one of the places there are and holds it while `work` goes on. What costs money or time at the generator belongs
   * into it, once per call; getting ready before it and bringing the picture home after it do not, so that a place is taken
   * again the moment it is free. Rejects, with nothing begun, when no picture may be begun any more.
   */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

/** What a generator may start from. */
export type Sources = Pick<GenerationRequest, 'base' | 'photographs' | 'drawings'>

/** A generator whose service is paid by the picture, and can be asked what it was asked for. */
export interface PaidGenerator extends Generator {
  /** Ids of the predictions since then, by their seed; a service removes what is older than an hour. */
  predictionsSince(sinceMs: number, signal: AbortSignal): Promise<ReadonlyMap<number, string>>
}

/** What stands between paid generators and their services where several machines share one account. */
export interface PaidGate {
  /** In place of `fetch`, for everything that is asked of the service at this address. */
  fetch(baseUrl: string): typeof fetch
  wrap<G extends PaidGenerator>(generator: G): G
}

/** Makes images of an actor. */
export interface Generator {
  readonly name: string
  readonly model: string
  /** Price of one image before it is made. */
  priceUsd(style: Style): number
  /** Why the price is not known; absent where it is. */
  readonly unpriced?: string
  /** A first guess, until a run has measured it. */
  readonly secondsPerImage: number
  /** What it cannot work without and does not have, as words for people; null when nothing is lacking. */
  lacks(): string | null
  /**
   * For a generator that derives images from pictures of the actor: the paths it may start from, the best first. Absent for one that
   * makes them from the base image and words.
   */
  readonly derives?: (style: Style, sources: Sources) => readonly string[]
  /** Why it cannot make this style from these sources, as a sentence; null when it can. */
  obstacle(style: Style, sources: Sources): string | null
  /**
   * Throws GenerationError when the service answered without a picture, UNAVAILABLE when it cannot be reached or refuses the
   * account (the whole run stops then), CANCELLED or the signal's reason when aborted.
   */
  generate(request: GenerationRequest, hooks: GenerateHooks): Promise<GeneratedImage>
}
