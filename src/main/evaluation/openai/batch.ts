import { collectBatch, type Collected, type CollectCall } from './batch-collect.ts'
import { type BatchState } from './batch-state.ts'
import { cancelBatch } from './batch-cancel.ts'
import { type BatchPorts, submitBatch, type SubmitCall } from './batch-submit.ts'
import { createFormatLadder, createFormatMemory } from './formats.ts'
import type { ActorToJudge } from './images.ts'
import { evaluatorId, type OpenAiOptions, type Usage } from './index.ts'
import { costUsd } from './prices.ts'
import { connect } from './server.ts'

export { BatchState, isDone, requestCount, underWay } from './batch-state.ts'
export type { Collected, SubmitCall }

export interface OpenAiBatchOptions extends OpenAiOptions {
  /** Existing folder for one file of requests at a time. */
  readonly tmpDir: string
  /** Of one file; default: 190 MB, the service's 200 MB with a margin. */
  readonly mostBytes?: number | undefined
}

/** The same questions at half the price, answered within a day. Nothing has to run meanwhile: the state says all. */
export interface OpenAiBatches {
  readonly id: string
  /** With the state of an earlier run it goes on where that stopped: what is under way is not sent again. */
  submit(actors: Iterable<ActorToJudge>, call: SubmitCall & { readonly state?: BatchState }): Promise<BatchState>
  /** Asks once; call it again later while `done` is false. Store what was told before the state. */
  collect(
    state: BatchState,
    call: Omit<CollectCall, 'onTokens'> & { readonly onUsage?: (usage: Usage) => void },
  ): Promise<Collected>
  /** What was finished by then is delivered, and charged: collect it. What was not handed in yet never is. */
  cancel(state: BatchState, signal?: AbortSignal): Promise<BatchState>
}

const MOST_BYTES = 190_000_000

export function createOpenAiBatches(options: OpenAiBatchOptions): OpenAiBatches {
  const { model, instructions, prices, detailLevel = 'second', tmpDir } = options
  const server = connect(options)
  const detail = options.sendDetail ?? server.isOpenAi
  const id = evaluatorId(model, instructions.version, detailLevel)
  const ladder = createFormatLadder(`${server.baseURL} ${model}`, options.formats ?? createFormatMemory())
  const mostBytes = options.mostBytes ?? MOST_BYTES
  const ports: BatchPorts = { server, instructions, ladder, detailLevel, detail, evaluator: id, tmpDir, mostBytes }
  return {
    id,
    submit: (actors, { state, ...call }) =>
      submitBatch(ports, actors, state ?? { version: 1, evaluator: id, parts: [] }, call),
    collect: (state, { onUsage, ...call }) =>
      collectBatch(ports, state, {
        ...call,
        onTokens: (tokens) =>
          onUsage?.({ requests: 1, tokens, usd: tokens && costUsd(prices, model, tokens, true), expectedUsd: null }),
      }),
    cancel: (state, signal) => cancelBatch(server, state, signal),
  }
}
