import { EvencastError } from '../../domain/error.ts'
import { type ChatOptions, createChatEvaluator } from '../openai/chat-evaluator.ts'
import { connect } from '../openai/server.ts'
import type { VisionEvaluator } from '../vision-evaluator.ts'

export interface LocalServerOptions extends ChatOptions {
  /** Base URL, ending in /v1. */
  readonly url: string
  readonly model: string
  /** Requests at once: most servers process one at a time. */
  readonly concurrency: number
}

/** A model on one's own hardware may need minutes for a sheet; the HTTP client itself times out after five. */
const TIMEOUT_MS = 290_000

const advice = {
  badAddress: 'The address of the local server is not a web address. Correct it in Settings; it ends in /v1.',
  badKey:
    'A local server must work without a key. Switch off its authentication, or use the OpenAI service with its base URL.',
  unreachable: () => 'Start Ollama, or the server in LM Studio, and check the address in Settings.',
}

/**
 * Creates an evaluator for a vision model that the user runs: no key is sent, nothing is charged, and there is no quota. Its answers are
 * constrained by a JSON schema where the server supports it, else to JSON, else they are extracted from the text.
 */
export function createLocalServerEvaluator(options: LocalServerOptions): VisionEvaluator {
  const { url, model } = options
  const needsModel = () => {
    if (model !== '') return null
    throw new EvencastError('BAD_INPUT', 'No model of the local server is chosen. Choose one in Settings.')
  }
  return createChatEvaluator(
    {
      kind: 'local-server',
      connected: connect({ apiKey: needsModel, baseURL: url, model, advice, timeoutMs: TIMEOUT_MS }),
      server: url,
      takesBatches: false,
      costUsd: () => 0,
    },
    options,
  )
}
