import type { GeneratedImage, GenerationRequest } from '../domain/generation.ts'
import type { Style } from '../domain/style.ts'

export interface GenerateHooks {
  /** Aborts requests in progress; an existing prediction keeps running, and a later call waits for it. */
  readonly signal: AbortSignal
  /** Call this the moment a paid prediction exists, and await it before anything else: once it resolves, the id is durable. */
  readonly onExternalId: (externalId: string) => Promise<void>
  /**
   * Waits for a free slot and holds it while `work` runs. Call it once per `generate`, around the part that costs money or time at the
   * generator; preparing before it and downloading the picture after it stay outside, so that the slot is free again at once. Rejects
   * without starting `work` when no further picture may be started.
   */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

/** Pictures that a generator may start from. */
export type Sources = Pick<GenerationRequest, 'base' | 'photographs' | 'drawings'>

/** A generator whose service charges by the picture and can list its predictions. */
export interface PaidGenerator extends Generator {
  /** Returns the ids of the predictions since then, by their seed; a service removes those older than an hour. */
  predictionsSince(sinceMs: number, signal: AbortSignal): Promise<ReadonlyMap<number, string>>
}

/** Gate between paid generators and their services, for several machines that share one account. */
export interface PaidGate {
  /** Returns a replacement for `fetch`, for every request to the service at this address. */
  fetch(baseUrl: string): typeof fetch
  wrap<G extends PaidGenerator>(generator: G): G
}

/** Generates images of an actor. */
export interface Generator {
  readonly name: string
  readonly model: string
  /** Returns the price of one image before it is generated. */
  priceUsd(style: Style): number
  /** Why the price is not known; absent when it is known. */
  readonly unpriced?: string
  /** First estimate, until a run has measured it. */
  readonly secondsPerImage: number
  /** Returns what it cannot work without and does not have, as words for people; null when nothing is missing. */
  lacks(): string | null
  /**
   * For a generator that derives images from pictures of the actor: returns the paths that it may start from, the best first. Absent for a
   * generator that uses the base image and the prompt.
   */
  readonly derives?: (style: Style, sources: Sources) => readonly string[]
  /** Returns a sentence that says why it cannot generate this style from these sources; null when it can. */
  obstacle(style: Style, sources: Sources): string | null
  /**
   * Generates one image. Throws GenerationError when the service answered without a picture, UNAVAILABLE when it cannot be reached or
   * refuses the account (the whole run stops then), CANCELLED or the signal's reason when aborted.
   */
  generate(request: GenerationRequest, hooks: GenerateHooks): Promise<GeneratedImage>
}
