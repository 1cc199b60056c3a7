import type { VisionBatches } from '../vision-batches.ts'
import { cancelBatch } from './batch-cancel.ts'
import { collectBatch } from './batch-collect.ts'
import { type BatchPorts, submitBatch } from './batch-submit.ts'
import { evaluatorId } from './chat-evaluator.ts'
import { requestTokens } from './estimate.ts'
import { createFormatLadder, createFormatMemory } from './formats.ts'
import { OPENAI, type OpenAiOptions } from './index.ts'
import { costUsd } from './prices.ts'
import { connect } from './server.ts'

export interface OpenAiBatchOptions extends OpenAiOptions {
  /** Existing folder for one file of requests at a time. */
  readonly tmpDir: string
  /** Largest file in bytes. Default: 190 MB, the service's 200 MB with a margin. */
  readonly mostBytes?: number | undefined
}

/** Returns the name that people use for the server at that address. */
export const nameOf = (address: string): string => (address === '' ? 'OpenAI itself' : address)

const MOST_BYTES = 190_000_000

export function createOpenAiBatches(options: OpenAiBatchOptions): VisionBatches {
  const { draw, model, instructions, prices, detailLevel = 'second', tmpDir } = options
  const server = connect(options)
  const detail = options.sendDetail ?? server.isOpenAi
  const id = evaluatorId(OPENAI, model, instructions.version, detailLevel)
  const ladder = createFormatLadder(`${server.baseURL} ${model}`, options.formats ?? createFormatMemory())
  const mostBytes = options.mostBytes ?? MOST_BYTES
  const ports: BatchPorts = {
    draw,
    server,
    instructions,
    ladder,
    detailLevel,
    detail,
    evaluator: id,
    tmpDir,
    mostBytes,
  }
  return {
    id,
    server: options.baseURL ?? '',
    nameOf,
    submit: (actors, { state, ...call }) =>
      submitBatch(ports, actors, state ?? { version: 1, evaluator: id, parts: [] }, call),
    collect: (state, { onUsage, signal, earlierOf }) =>
      collectBatch(ports, state, {
        signal,
        earlierOf,
        onTokens(tokens, { seen, images, hasBase }) {
          const { input, output } = requestTokens({ model, instructions, detail }, seen, images.length, hasBase)
          const expected = { inputTokens: input, cachedTokens: 0, outputTokens: output }
          onUsage?.({ requests: 1, tokens, usd: costUsd(prices, model, tokens ?? expected, true), boundUsd: null })
        },
      }),
    cancel: (state, signal) => cancelBatch(server, state, signal),
  }
}
