import type { VisionEvaluator } from '../vision-evaluator.ts'
import { type ChatOptions, createChatEvaluator } from './chat-evaluator.ts'
import { costUsd, type PriceTable } from './prices.ts'
import { connect, type ServerOptions } from './server.ts'

export interface OpenAiOptions extends ServerOptions, ChatOptions {
  readonly prices: PriceTable
}

export const OPENAI = 'openai'

/** Creates an evaluator for OpenAI's models, or those of another service that charges by the token and speaks its protocol. */
export function createOpenAiEvaluator(options: OpenAiOptions): VisionEvaluator {
  const { model, prices, baseURL = '' } = options
  return createChatEvaluator(
    {
      kind: OPENAI,
      connected: connect(options),
      server: baseURL,
      takesBatches: true,
      costUsd: (tokens, batch) => costUsd(prices, model, tokens, batch),
    },
    options,
  )
}
