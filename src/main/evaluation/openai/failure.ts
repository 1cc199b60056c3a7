import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai/error'
import { z } from 'zod'
import { type ErrorCode, EvencastError, messageOf } from '../../domain/error.ts'
import { networkCode } from '../../domain/unreachable.ts'

/** How the caller must handle a failed request. `message` is a sentence for the user; it never contains the key. */
export type Failure =
  /** Worth a retry, up to `tries` attempts in all; `message` and `code` apply when they all fail. */
  | {
      readonly kind: 'again'
      readonly message: string
      readonly code: ErrorCode
      readonly tries: number
      readonly limited: boolean
      readonly headers: Headers | undefined
    }
  /** The server does not support the requested answer format. */
  | { readonly kind: 'format'; readonly message: string }
  /** More than the model or the server accepts at once. */
  | { readonly kind: 'length'; readonly message: string; readonly isCutOff: false }
  /** The server does not know the answer limit, or not by the name that was sent. */
  | { readonly kind: 'limit'; readonly message: string }
  /** The server refuses to assess these pictures. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Every later request would fail in the same way. */
  | { readonly kind: 'fatal'; readonly message: string; readonly code: ErrorCode }

/** Sentences that say what to do and name the settings of the server in question. */
export interface Advice {
  readonly badAddress: string
  readonly badKey: string
  /** Follows “… cannot be reached.”; `code` is the system's error code. */
  readonly unreachable: (code: string) => string
}

export interface Server {
  /** Host shown in messages: "api.openai.com". */
  readonly host: string
  readonly model: string
  readonly advice: Advice
  /** Removes keys from a text that came from outside. */
  readonly redact: (text: string) => string
}

/** An error that a server reported, by status or in the body of an answer with a success status. */
interface Complaint {
  readonly status: number
  readonly code: string
  readonly param: string
  readonly text: string
  readonly headers: Headers | undefined
}

const REFUSED = new Set([
  'content_policy_violation',
  'invalid_prompt',
  'bio_policy',
  'misalignment_policy_violation',
  'image_content_policy_violation',
  'content_filter',
])
const NO_MONEY = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active'])
const BAD_IMAGE = /^(invalid_(base64_)?image|image_|unsupported_image|failed_to_download_image|empty_image)/
const FORMAT = /response_format|json_schema|json_object|json mode|structured output|grammar|schema/i

export const toError = ({ code, message }: Extract<Failure, { code: ErrorCode }>): EvencastError =>
  new EvencastError(code, message)

export function classify(error: unknown, server: Server): Failure {
  const { host } = server
  if (error instanceof APIConnectionTimeoutError)
    return again(`${host} did not answer in time. Try again, or choose a faster model.`, 'UNAVAILABLE', 2)
  if (error instanceof APIConnectionError) {
    const code = networkCode(error)
    const why = code === '' ? '' : ` (${code})`
    return again(`${host} cannot be reached${why}. ${server.advice.unreachable(code)}`, 'UNAVAILABLE', 5)
  }
  if (error instanceof APIError && typeof error.status === 'number')
    return judge(
      {
        status: error.status,
        code: String(error.code ?? error.type ?? ''),
        param: String(error.param ?? ''),
        text: server.redact(messageOf(error)),
        headers: error.headers instanceof Headers ? error.headers : undefined,
      },
      server,
    )
  if (error instanceof SyntaxError) return again(`${host} sent an answer that is cut off. Try again.`, 'UPSTREAM', 3)
  return {
    kind: 'fatal',
    code: 'UPSTREAM',
    message: `The request to ${host} failed: ${server.redact(messageOf(error))}`,
  }
}

const Inside = z.object({
  error: z.object({
    message: z.string().catch(''),
    code: z.union([z.string(), z.number()]).nullable().catch(null).default(null),
    type: z.string().nullable().catch(null).default(null),
    param: z.string().nullable().catch(null).default(null),
  }),
})

/**
 * Returns the error in the body of an answer: relays send it with status 200, batches with the status beside it. Null when there is none.
 */
export function errorInside(body: unknown, headers: Headers, server: Server, status?: number): Failure | null {
  const parsed = Inside.safeParse(body)
  if (!parsed.success) return null
  const { message, code, type, param } = parsed.data.error
  const text = server.redact(message)
  const known = status ?? (typeof code === 'number' ? code : 502)
  return judge({ status: known, code: String(code ?? type ?? ''), param: param ?? '', text, headers }, server)
}

function judge({ status, code, param, text, headers }: Complaint, { host, model, advice }: Server): Failure {
  const fatal = (as: ErrorCode, message: string): Failure => ({ kind: 'fatal', code: as, message })
  if (NO_MONEY.has(code) || status === 402)
    return fatal('LIMIT', `The account at ${host} has no credit left. Add credit there, then try again.`)
  if (status === 401) return fatal('UNAVAILABLE', `${host} does not accept the key. ${advice.badKey}`)
  if (status === 403)
    return fatal('UNAVAILABLE', `The key has no right to use ${model} at ${host}. Choose another model or another key.`)
  if (REFUSED.has(code)) return { kind: 'refused', message: `${host} declined to assess it (${code}).` }
  if (BAD_IMAGE.test(code)) return { kind: 'refused', message: `${host} could not read the image (${code}).` }
  if (code === 'context_length_exceeded' || status === 413)
    return {
      kind: 'length',
      message: `There are more images than ${model} accepts in one request.`,
      isCutOff: false,
    }
  if (status === 429) {
    const message = `${host} still limits the requests. Wait a while, or lower how many run at once in Settings.`
    return { kind: 'again', code: 'LIMIT', message, tries: 8, limited: true, headers }
  }
  if (status !== 404 && FORMAT.test(`${param} ${text}`)) return { kind: 'format', message: text }
  const wanted = headers?.get('x-should-retry')
  if (wanted === 'true' || (wanted !== 'false' && (status >= 500 || status === 408 || status === 409)))
    return { ...again(`${host} reports an error (${status}). Try again later.`, 'UNAVAILABLE', 5), headers }
  if (status >= 500) return fatal('UNAVAILABLE', `${host} reports an error (${status}). Try again later.`)
  if (status === 404)
    return fatal(
      'UNAVAILABLE',
      `${host} has no model “${model}”, or its address is incomplete. Check both in Settings.`,
    )
  const message = `${host} refused the request: ${text}`
  return /max_(completion_)?tokens/.test(`${param} ${text}`) ? { kind: 'limit', message } : fatal('UPSTREAM', message)
}

/**
 * Failure for an answer that is a web page: a network's sign-in page, or an address without an API. Often gone a moment later, so worth a
 * retry.
 */
export const webPage = ({ host }: Server): Failure =>
  again(
    `${host} answered with a web page. Check the base URL in Settings (it ends in /v1) and whether the network requires a sign-in.`,
    'UNAVAILABLE',
    3,
  )

const again = (message: string, code: ErrorCode, tries: number): Extract<Failure, { kind: 'again' }> => ({
  kind: 'again',
  message,
  code,
  tries,
  limited: false,
  headers: undefined,
})
