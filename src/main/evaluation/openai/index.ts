import PQueue from 'p-queue'
import type { Opinion } from '../../domain/opinion.ts'
import { type Clock, realClock } from './clock.ts'
import { type ConnectionTest, testConnection } from './connection.ts'
import { type ActorInBrief, type Estimate, estimate, requestTokens } from './estimate.ts'
import { createFormatLadder, createFormatMemory, type FormatMemory } from './formats.ts'
import { createGate } from './gate.ts'
import type { ActorToJudge, DetailLevel } from './images.ts'
import type { Instructions } from './instructions.ts'
import { askAboutActor } from './ask-about-actor.ts'
import { costUsd, type PriceTable, type Tokens } from './prices.ts'
import type { Seen } from './questions.ts'
import type { LimitName } from './request.ts'
import { connect, type ServerOptions } from './server.ts'
import { createTransport } from './transport.ts'

export interface OpenAiOptions extends ServerOptions {
  readonly instructions: Instructions
  readonly prices: PriceTable
  /** Default: `second`. */
  readonly detailLevel?: DetailLevel | undefined
  /** What this server calls the limit of an answer; none: a cut-off answer is asked for in smaller parts. */
  readonly limitName?: LimitName | undefined
  /** `detail: "high"`; default: only at api.openai.com, since other servers complain. */
  readonly sendDetail?: boolean | undefined
  /** Requests at once, over all actors. Default: 4. */
  readonly concurrency?: number | undefined
  /** Forms of answer that servers are known to keep; kept in memory when not given. */
  readonly formats?: FormatMemory | undefined
  readonly clock?: Clock | undefined
}

/**
 * What one request cost. `tokens` is null when the server does not count them: it costs what was expected then. `usd` and `expectedUsd`
 * are null when the price is not known.
 */
export interface Usage {
  readonly requests: 1
  readonly tokens: Tokens | null
  readonly usd: number | null
  readonly expectedUsd: number | null
}

export interface JudgeCall {
  readonly signal?: AbortSignal | undefined
  readonly onUsage?: ((usage: Usage) => void) | undefined
  /** Called as soon as something is told of some images; open opinions are followed by closed ones. Store them at once. */
  readonly onOpinions?: ((told: ReadonlyMap<string, Opinion>) => void) | undefined
  /**
   * Sets aside what the next request is expected to cost (null: its price is not known) and answers how to give it back. What it
   * throws ends the looking; what was told before then has gone to `onOpinions`.
   */
  readonly reserve?: ((usd: number | null) => () => void) | undefined
}

/** Opinions of a vision model on the images of actors. Pixels are measured elsewhere; `merge` brings both together. */
export interface OpenAiOpinions {
  /**
   * Names everything an opinion depends on but the picture: model, instructions, how closely it looked. Opinions are cached by the
   * content of the image, this id and, for the identity, the content of the base image.
   */
  readonly id: string
  /** The server that is asked: "api.openai.com". */
  readonly host: string
  readonly model: string
  /** Before anything is sent; `batch`: handed in as a batch, at half the price. */
  estimate(actors: readonly ActorInBrief[], how?: { readonly batch?: boolean }): Estimate
  /**
   * By file name, for every image given.
   *
   * @throws EvencastError when the server refuses everything (key, credit, address) or stays away, CANCELLED-like reasons of the
   * signal; what was told before then has gone to `onOpinions`.
   */
  opinions(actor: ActorToJudge, call?: JudgeCall): Promise<ReadonlyMap<string, Opinion>>
  testConnection(signal?: AbortSignal): Promise<ConnectionTest>
}

const CONCURRENCY = 4

export const evaluatorId = (model: string, version: number, detailLevel: DetailLevel): string =>
  `openai:${model}@${version}${detailLevel === 'second' ? '' : `-${detailLevel}`}`

export function createOpenAiOpinions(options: OpenAiOptions): OpenAiOpinions {
  const { model, instructions, prices, detailLevel = 'second', clock = realClock, limitName } = options
  const server = connect(options)
  const detail = options.sendDetail ?? server.isOpenAi
  const concurrency = options.concurrency ?? CONCURRENCY
  const gate = createGate(concurrency, clock)
  // As many again as are sent at once, so that the next sheets are drawn meanwhile.
  const sheets = new PQueue({ concurrency: 2 * concurrency })
  const id = evaluatorId(model, instructions.version, detailLevel)
  const ladder = createFormatLadder(`${server.baseURL} ${model}`, options.formats ?? createFormatMemory())
  const ports = {
    transport: createTransport(server, gate, clock),
    ladder,
    model,
    instructions,
    detail,
    limitName,
    evaluator: id,
    detailLevel,
    inTurn: <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
      sheets.add(() => {
        signal?.throwIfAborted()
        return work()
      }),
    expectedTokens: (seen: 'sheet' | 'close', images: number, hasBase: boolean): number => {
      const { input, output } = requestTokens({ model, instructions, detail }, seen, images, hasBase)
      return input + output
    },
  }
  const expected = (seen: Seen, images: number, hasBase: boolean): number | null => {
    const { input, output } = requestTokens({ model, instructions, detail }, seen, images, hasBase)
    return costUsd(prices, model, { inputTokens: input, cachedTokens: 0, outputTokens: output })
  }
  return {
    id,
    host: server.host,
    model,
    estimate: (actors, { batch } = {}) => estimate(actors, { model, detailLevel, instructions, prices, detail, batch }),
    opinions: (actor, { signal, onUsage, onOpinions, reserve } = {}) =>
      askAboutActor(ports, actor, {
        signal,
        onTokens(tokens, { seen, images, hasBase }) {
          const expectedUsd = expected(seen, images, hasBase)
          onUsage?.({ requests: 1, tokens, usd: tokens ? costUsd(prices, model, tokens) : expectedUsd, expectedUsd })
        },
        onOpinions: (told) => onOpinions?.(told),
        reserve: reserve && ((seen, images, hasBase) => reserve(expected(seen, images, hasBase))),
      }),
    testConnection: (signal) => testConnection(server, signal),
  }
}
