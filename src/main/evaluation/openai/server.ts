import type OpenAI from 'openai'
import { EvencastError } from '../../domain/error.ts'
import { holdsKeys } from '../../kit/service-url.ts'
import { adviceOn } from '../../domain/unreachable.ts'
import type { Advice, Server } from './failure.ts'

const OPENAI_URL = 'https://api.openai.com/v1'

export interface ServerOptions {
  /** Called for every request, so that a key changed in the settings takes effect at once; null where a server needs none. */
  readonly apiKey: () => string | null
  /** Default: OpenAI's own. */
  readonly baseURL?: string | undefined
  readonly model: string
  readonly advice?: Advice | undefined
  readonly timeoutMs?: number | undefined
  readonly fetch?: typeof fetch | undefined
}

/** Advice for OpenAI's own server, or one set as its base URL. */
const ADVICE: Advice = {
  badAddress:
    'The base URL for OpenAI is not a web address. Correct it in Settings or OPENAI_BASE_URL; it ends in /v1.',
  badKey: 'Check the OpenAI key in Settings or OPENAI_API_KEY.',
  unreachable: adviceOn,
}

export interface Connected extends Server {
  /** Loads the SDK on the first request: it takes longer to load than the rest of the program. */
  readonly client: () => Promise<OpenAI>
  readonly baseURL: string
  /** Only OpenAI itself understands `detail`. */
  readonly isOpenAi: boolean
}

/** Reasoning models sometimes need minutes; undici itself times out after five. */
const TIMEOUT_MS = 240_000

/**
 * Prepares the connection. A malformed address fails with the first request, so that work that needs no server (prices, stored opinions) is
 * not affected.
 */
export function connect(options: ServerOptions): Connected {
  const { apiKey, baseURL = OPENAI_URL, model, advice = ADVICE, timeoutMs, fetch } = options
  const url = URL.parse(baseURL)
  const usable = url !== null && /^https?:$/.test(url.protocol) && !holdsKeys(baseURL)
  const isOpenAi = url?.hostname === 'api.openai.com'
  const key = (): string => {
    if (!usable) throw new EvencastError('BAD_INPUT', advice.badAddress)
    const value = apiKey()?.trim()
    if (!value && isOpenAi)
      throw new EvencastError('UNAVAILABLE', 'There is no key for OpenAI. Enter it in Settings or set OPENAI_API_KEY.')
    return value || 'none'
  }
  const open = async (): Promise<OpenAI> => {
    const { OpenAI } = await import('openai')
    // Turn off what the SDK would read from the environment or log to the console; retries are handled here.
    return new OpenAI({
      apiKey: async () => key(),
      adminAPIKey: null,
      organization: null,
      project: null,
      // Never requested when the address is malformed: `key` throws first.
      baseURL: usable ? baseURL : OPENAI_URL,
      maxRetries: 0,
      timeout: timeoutMs ?? TIMEOUT_MS,
      logLevel: 'off',
      ...(fetch ? { fetch } : {}),
    })
  }
  let opened: Promise<OpenAI> | undefined
  return {
    client: () => (opened ??= open()),
    host: url?.host ?? baseURL,
    baseURL,
    model,
    advice,
    isOpenAi,
    redact: (text) => {
      const value = apiKey()?.trim()
      const known = value ? text.replaceAll(value, '…') : text
      return known.replaceAll(/\b(sk-[\w*.-]{3,}|Bearer\s+\S+)/g, '…')
    },
  }
}
