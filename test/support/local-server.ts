import { type Double, type DoubleOptions, startOpenAi } from './openai/server.ts'

/** How local model servers handle `response_format`. */
const KINDS = {
  /** Enforces a JSON schema. */
  ollama: {},
  /** Enforces a JSON schema and supports no other JSON format. */
  lmStudio: { refuses: ['json_object'] },
  /** Supports JSON without a schema. */
  jsonOnly: { refuses: ['json_schema'] },
  /** Accepts every format, enforces none, and follows the prompt. */
  ignoring: { ignoresFormat: true },
  /** Supports no format. */
  textOnly: { refuses: ['json_schema', 'json_object'] },
} as const satisfies Record<string, DoubleOptions>

export type LocalServerKind = keyof typeof KINDS

export const LOCAL_MODEL = 'qwen2.5vl:7b'

export interface LocalServer extends Double {
  /** "127.0.0.1:port", in the form of OLLAMA_HOST. */
  readonly host: string
}

/** Starts a stand-in for Ollama or LM Studio on loopback, which lists its models and answers from the pixels of the images it receives. */
export async function startLocalServer(
  kind: LocalServerKind = 'ollama',
  options: DoubleOptions = {},
): Promise<LocalServer> {
  const double = await startOpenAi({ models: [LOCAL_MODEL, 'llava:latest'], ...KINDS[kind], ...options })
  return { ...double, host: new URL(double.url).host }
}
