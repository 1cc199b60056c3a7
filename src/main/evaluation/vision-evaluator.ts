import type { Opinion } from '../domain/opinion.ts'
import type { CaptionAnswer } from '../domain/caption/answer.ts'
import type { CaptionInstructions } from '../domain/caption/guide.ts'
import type { Picture } from './draw-picture.ts'
import type { ActorToJudge, DetailLevel, ImageToJudge } from './images-to-judge.ts'

/** What one request used. `cachedTokens` are part of `inputTokens`. */
export interface Tokens {
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
}

/**
 * What one request cost. `tokens` is null when the server does not count them: it costs what was expected then, or all that its limit
 * allowed when it was cut off. `usd` and `boundUsd` are null when the price is not known.
 */
export interface Usage {
  readonly requests: 1
  readonly tokens: Tokens | null
  readonly usd: number | null
  /** What it was to cost at worst, as far as that was bounded. */
  readonly boundUsd: number | null
}

/** What one request may cost. */
export interface RequestPrice {
  /** With room for an answer that is somewhat longer than expected. */
  readonly leastUsd: number
  /** With all the room that an answer gets where that can be paid for. */
  readonly mostUsd: number
}

export interface Reserved {
  /** From 0 to 1: how much of what lies between `leastUsd` and `mostUsd` was set aside. */
  readonly share: number
  /** Gives it back; harmless when called again. */
  release(): void
}

/** What is known of an actor before it is assessed. */
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
 * What judging will cost; `atMost` is when every image turns out to need a closer look and every answer is as long as its limit allows.
 * Its `usd` is null, too, where the server takes no limit.
 */
export interface Estimate extends Bill {
  readonly images: number
  readonly atMost: Bill
}

export interface JudgeCall {
  readonly signal?: AbortSignal | undefined
  readonly onUsage?: ((usage: Usage) => void) | undefined
  /** Called as soon as something is known of some images; open opinions are followed by closed ones. Store them at once. */
  readonly onOpinions?: ((opinions: ReadonlyMap<string, Opinion>) => void) | undefined
  /**
   * Sets aside what the next request costs at worst (null: its price is not known); may wait for others to give theirs back. What it
   * throws ends the request; what was said before then has gone to `onOpinions`.
   */
  readonly reserve?: ((price: RequestPrice | null) => Promise<Reserved>) | undefined
}

/** Writes captions from what an image shows, one request for each image. */
interface CaptionWriter {
  /** Who wrote it: the kind of server and its model. Captions are cached by the image's content, this and the instructions. */
  readonly id: string
  /** Before anything is sent; `batch`: submitted as a batch. */
  estimate(captions: readonly CaptionInstructions[], how?: { readonly batch?: boolean }): Estimate
  /**
   * An image that the model refuses, or that cannot be read, is an answer, too.
   *
   * @throws EvencastError when the server refuses everything or stays away, the reason of the signal, or what `reserve` throws.
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
 * Judges what images show: style, likeness, faults. Pixels are measured by `Evaluator`; `merge` of the domain brings both together.
 * Whoever implements it decides by itself how many requests go out at once, what they cost and how they are repeated.
 */
export interface VisionEvaluator {
  /**
   * Names everything an opinion depends on but the picture: model, instructions, detail level. Opinions are cached by the content of
   * the image, this id and, for the identity, the content of the base image.
   */
  readonly id: string
  readonly model: string
  readonly detailLevel: DetailLevel
  /** The address as the settings name it; empty: the service's own. Written down with each request, only to be compared. */
  readonly server: string
  /** Whether images may be submitted as a batch, answered within a day: see `VisionBatches`. */
  readonly takesBatches: boolean
  /** Before anything is sent; `batch`: submitted as a batch. */
  estimate(actors: readonly ActorInBrief[], how?: { readonly batch?: boolean }): Estimate
  /**
   * Opinions by file name, for every image given.
   *
   * @throws EvencastError when the server refuses everything (key, credit, address) or stays away, CANCELLED-like reasons of the
   * signal; what was said before then has gone to `onOpinions`.
   */
  opinions(actor: ActorToJudge, call?: JudgeCall): Promise<ReadonlyMap<string, Opinion>>
  /** The same model, asked for captions. */
  readonly captions: CaptionWriter
  /** Free of charge. */
  testConnection(signal?: AbortSignal): Promise<ConnectionTest>
}
