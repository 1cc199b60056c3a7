import { type Double, type DoubleOptions, startOpenAi } from './openai/server.ts'

/** How programs that serve models on one's own machine take the form of an answer. */
const KINDS = {
  /** Keeps a JSON schema. */
  ollama: {},
  /** Keeps a JSON schema, and knows no other form of JSON. */
  lmStudio: { refuses: ['json_object'] },
  /** Knows JSON, but no schema. */
  jsonOnly: { refuses: ['json_schema'] },
  /** Takes every form, keeps none, and does as the text says. */
  ignoring: { ignoresFormat: true },
  /** Knows no form at all. */
  textOnly: { refuses: ['json_schema', 'json_object'] },
} as const satisfies Record<string, DoubleOptions>

export type LocalServerKind = keyof typeof KINDS

export const LOCAL_MODEL = 'qwen2.5vl:7b'

export interface LocalServer extends Double {
  /** "127.0.0.1:port", as OLLAMA_HOST names it. */
  readonly host: string
}

/** A stand-in for Ollama or LM Studio on loopback: it lists its models, and answers from the pixels that it is sent. */
export async function startLocalServer(
  kind: LocalServerKind = 'ollama',
  options: DoubleOptions = {},
): Promise<LocalServer> {
  const double = await startOpenAi({ models: [LOCAL_MODEL, 'llava:latest'], ...KINDS[kind], ...options })
  return { ...double, host: new URL(double.url).host }
}
