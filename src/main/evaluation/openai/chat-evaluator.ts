import PQueue from 'p-queue'
import type { Drawer } from '../draw-picture.ts'
import type { DetailLevel } from '../images-to-judge.ts'
import type { JudgeCall, Tokens, VisionEvaluator } from '../vision-evaluator.ts'
import { createLimitNames } from './answer-limit.ts'
import { askAboutActor } from './ask-about-actor.ts'
import { type Clock, realClock } from './clock.ts'
import { testConnection } from './connection.ts'
import { estimate } from './estimate.ts'
import { createFormatLadder, createFormatMemory, type FormatMemory } from './formats.ts'
import { createGate } from './gate.ts'
import type { Instructions } from './instructions.ts'
import type { Connected } from './server.ts'
import type { SendCall } from './send.ts'
import { createTransport } from './transport.ts'
import { estimateCaptions, writeCaption } from './write-caption.ts'

export interface ChatOptions {
  readonly draw: Drawer
  readonly instructions: Instructions
  /** Default: `second`. */
  readonly detailLevel?: DetailLevel | undefined
  /** True to send `detail: "high"`. Default: only at api.openai.com, since other servers complain. */
  readonly sendDetail?: boolean | undefined
  /** Requests at once, over all actors. Default: 4. */
  readonly concurrency?: number | undefined
  /** Answer formats that servers are known to support; kept in memory when not given. */
  readonly formats?: FormatMemory | undefined
  readonly clock?: Clock | undefined
}

/** The properties that differ between servers with a chat completions API. */
export interface ChatServer {
  /** Prefix of the model in the evaluator's id. */
  readonly kind: string
  readonly connected: Connected
  /** The server's address as in the settings. */
  readonly server: string
  readonly takesBatches: boolean
  /** Null when the price is not known. */
  readonly costUsd: (tokens: Tokens, batch?: boolean) => number | null
}

const CONCURRENCY = 4

export const evaluatorId = (kind: string, model: string, version: number, detailLevel: DetailLevel): string =>
  `${kind}:${model}@${version}${detailLevel === 'second' ? '' : `-${detailLevel}`}`

/** Creates an evaluator for a vision model behind a chat completions API, wherever it runs. */
export function createChatEvaluator(
  { kind, connected, server, takesBatches, costUsd }: ChatServer,
  options: ChatOptions,
): VisionEvaluator {
  const { draw, instructions, detailLevel = 'second', clock = realClock } = options
  const { model } = connected
  const detail = options.sendDetail ?? connected.isOpenAi
  const concurrency = options.concurrency ?? CONCURRENCY
  // Twice the requests at once, so that the next sheets are drawn while the current ones are sent.
  const sheets = new PQueue({ concurrency: 2 * concurrency })
  const id = evaluatorId(kind, model, instructions.version, detailLevel)
  const isPaid = (costUsd({ inputTokens: 1, cachedTokens: 0, outputTokens: 1 }) ?? 0) > 0
  const limits = createLimitNames({ model, isOpenAi: connected.isOpenAi, isPaid })
  const ports = {
    draw,
    transport: createTransport(connected, createGate(concurrency, clock), clock),
    ladder: createFormatLadder(`${connected.baseURL} ${model}`, options.formats ?? createFormatMemory()),
    model,
    instructions,
    detail,
    limits,
    evaluator: id,
    detailLevel,
    inTurn: <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
      sheets.add(() => {
        signal?.throwIfAborted()
        return work()
      }),
  }
  /** Converts the counted tokens into dollars. */
  const paidFor = ({ signal, onUsage, reserve }: Omit<JudgeCall, 'onOpinions'>): SendCall => ({
    signal,
    onTokens(tokens, { uncounted, bound }) {
      onUsage?.({ requests: 1, tokens, usd: costUsd(tokens ?? uncounted), boundUsd: costUsd(bound) })
    },
    reserve:
      reserve &&
      ((least, most) => {
        const [leastUsd, mostUsd] = [costUsd(least), costUsd(most)]
        return reserve(leastUsd === null || mostUsd === null ? null : { leastUsd, mostUsd })
      }),
  })
  return {
    id,
    model,
    detailLevel,
    server,
    takesBatches,
    estimate: (actors, { batch } = {}) =>
      estimate(actors, {
        model,
        detailLevel,
        instructions,
        costUsd,
        detail,
        batch,
        isLimited: limits.current() !== null,
      }),
    opinions: (actor, { onOpinions, ...call } = {}) =>
      askAboutActor(ports, actor, {
        ...paidFor(call),
        onOpinions: (opinions) => onOpinions?.(opinions),
      }),
    captions: {
      id: `${kind}:${model}`,
      estimate: (captions, { batch } = {}) =>
        estimateCaptions(captions, { ...ports, costUsd, batch, isLimited: limits.current() !== null }),
      write: (picture, instructions, call = {}) =>
        ports.inTurn(() => writeCaption(ports, picture, instructions, paidFor(call)), call.signal),
    },
    testConnection: (signal) => testConnection(connected, signal),
  }
}
