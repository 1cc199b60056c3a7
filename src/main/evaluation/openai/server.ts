import type OpenAI from 'openai'
import { EvencastError } from '../../domain/error.ts'
import { holdsKeys } from '../../kit/service-url.ts'
import { adviceOn } from '../../domain/unreachable.ts'
import type { Advice, Server } from './failure.ts'

const OPENAI_URL = 'https://api.openai.com/v1'

export interface ServerOptions {
  /** Asked again for every request, so that a key changed in the settings counts at once; null where a server needs none. */
  readonly apiKey: () => string | null
  /** Default: OpenAI's own. */
  readonly baseURL?: string | undefined
  readonly model: string
  readonly advice?: Advice | undefined
  readonly timeoutMs?: number | undefined
  readonly fetch?: typeof fetch | undefined
}

/** OpenAI's own, or a server that was set in its place. */
const ADVICE: Advice = {
  badAddress:
    'The base URL for OpenAI is not a web address. Correct it in Settings or OPENAI_BASE_URL; it ends in /v1.',
  badKey: 'Check the OpenAI key in Settings or OPENAI_API_KEY.',
  unreachable: adviceOn,
}

export interface Connected extends Server {
  /** Its SDK is loaded with the first request: it takes longer to load than the rest of the program. */
  readonly client: () => Promise<OpenAI>
  readonly baseURL: string
  /** Only OpenAI itself understands `detail`. */
  readonly isOpenAi: boolean
}

/** Vision models that think need minutes at times; undici gives up after five on its own. */
const TIMEOUT_MS = 240_000

/** An address that is none fails with the first request: what needs no server (a price, what was told before) goes on. */
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
    // What the SDK would take from the environment or write to the console on its own is shut off; retries are ours.
    return new OpenAI({
      apiKey: async () => key(),
      adminAPIKey: null,
      organization: null,
      project: null,
      // Never asked where the address is none: the key is refused first.
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
