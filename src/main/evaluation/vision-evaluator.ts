import type { Opinion } from '../domain/opinion.ts'
import type { CaptionAnswer } from '../domain/caption/answer.ts'
import type { CaptionInstructions } from '../domain/caption/guide.ts'
import type { Picture } from './draw-picture.ts'
import type { ActorToJudge, DetailLevel, ImageToJudge } from './images-to-judge.ts'

/** Tokens that one request used. `cachedTokens` are part of `inputTokens`. */
export interface Tokens {
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
}

/**
 * Cost of one request. `tokens` is null when the server does not count them: the expected cost applies then, or all that the limit allowed
 * when the answer was cut off. `usd` and `boundUsd` are null when the price is not known.
 */
export interface Usage {
  readonly requests: 1
  readonly tokens: Tokens | null
  readonly usd: number | null
  /** Cost at worst, as far as it was bounded. */
  readonly boundUsd: number | null
}

/** Price range of one request. */
export interface RequestPrice {
  /** Price with room for an answer somewhat longer than expected. */
  readonly leastUsd: number
  /** Price with the full room that an answer gets where the budget allows. */
  readonly mostUsd: number
}

export interface Reserved {
  /** From 0 to 1: how much of the range between `leastUsd` and `mostUsd` was reserved. */
  readonly share: number
  /** Releases the reservation; harmless when called again. */
  release(): void
}

/** The facts about an actor that an estimate needs. */
export interface ActorInBrief {
  readonly hasBase: boolean
  readonly images: readonly Pick<ImageToJudge, 'generated' | 'earlier'>[]
}

export interface Bill {
  readonly requests: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** Null when the price is not known; 0 where nothing is charged. */
  readonly usd: number | null
}

/**
 * Estimated cost of judging; `atMost` assumes that every image needs a close assessment and every answer is as long as its limit allows.
 * Its `usd` is also null when the server accepts no limit.
 */
export interface Estimate extends Bill {
  readonly images: number
  readonly atMost: Bill
}

export interface JudgeCall {
  readonly signal?: AbortSignal | undefined
  readonly onUsage?: ((usage: Usage) => void) | undefined
  /** Called as soon as opinions on some images arrive; open opinions are followed by closed ones. Store them at once. */
  readonly onOpinions?: ((opinions: ReadonlyMap<string, Opinion>) => void) | undefined
  /**
   * Reserves the worst-case cost of the next request (null: its price is not known); may wait for other requests to release theirs. An
   * error thrown here ends the request; opinions that arrived before were passed to `onOpinions`.
   */
  readonly reserve?: ((price: RequestPrice | null) => Promise<Reserved>) | undefined
}

/** Writes captions of what an image shows, one request for each image. */
interface CaptionWriter {
  /** Author of the captions: the kind of server and its model. Captions are cached by the image's content, this id and the instructions. */
  readonly id: string
  /** Estimates the cost before anything is sent; `batch`: submitted as a batch. */
  estimate(captions: readonly CaptionInstructions[], how?: { readonly batch?: boolean }): Estimate
  /**
   * Writes one caption. An image that the model refuses, or that cannot be read, is an answer, too.
   *
   * @throws EvencastError when the server refuses everything or cannot be reached, the signal's reason, or the error that `reserve` throws.
   */
  write(
    picture: Picture,
    instructions: CaptionInstructions,
    call?: Omit<JudgeCall, 'onOpinions'>,
  ): Promise<CaptionAnswer>
}

export interface ConnectionTest {
  readonly ok: boolean
  /** A sentence for the user: what works, or what is wrong and what to do. */
  readonly message: string
}

/**
 * Judges the content of images: style, likeness, faults. `Evaluator` measures pixels; `merge` of the domain combines both. Each
 * implementation decides how many requests run at once, what they cost and how they are retried.
 */
export interface VisionEvaluator {
  /**
   * Identifies everything but the picture on which an opinion depends: model, instructions, detail level. Opinions are cached by the
   * image's content, this id and, for the identity, the content of the base image.
   */
  readonly id: string
  readonly model: string
  readonly detailLevel: DetailLevel
  /** The address as in the settings; empty for the service's own. Stored with each request, only for comparison. */
  readonly server: string
  /** True when images may be submitted as a batch, answered within a day: see `VisionBatches`. */
  readonly takesBatches: boolean
  /** Estimates the cost before anything is sent; `batch`: submitted as a batch. */
  estimate(actors: readonly ActorInBrief[], how?: { readonly batch?: boolean }): Estimate
  /**
   * Returns opinions by file name, for every image given.
   *
   * @throws EvencastError when the server refuses everything (key, credit, address) or cannot be reached, or the signal's reason; opinions
   * that arrived before were passed to `onOpinions`.
   */
  opinions(actor: ActorToJudge, call?: JudgeCall): Promise<ReadonlyMap<string, Opinion>>
  /** Captions by the same model. */
  readonly captions: CaptionWriter
  /** Tests the connection, free of charge. */
  testConnection(signal?: AbortSignal): Promise<ConnectionTest>
}
