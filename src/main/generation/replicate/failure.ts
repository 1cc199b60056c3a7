import { EvencastError, systemCode } from '../../domain/error.ts'
import { GenerationError } from '../../domain/generation.ts'
import { adviceOn, networkProblem } from '../../domain/unreachable.ts'

/** Why a request had no usable answer. Its texts do not contain the token. */
export type Failure =
  | { readonly kind: 'token'; readonly problem: 'missing' | 'malformed' | 'unencrypted' }
  /** `sent`: true when the service may have received the request. */
  | { readonly kind: 'network'; readonly code: string; readonly sent: boolean }
  /** The request was accepted, but the body cannot be parsed. */
  | { readonly kind: 'garbled' }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly detail: string
      readonly fields: readonly { readonly field: string; readonly description: string }[]
      /** Requested wait in milliseconds, where the service states one. */
      readonly retryAfterMs: number | null
    }

type Refused = Extract<Failure, { kind: 'refused' }>

export type Answer<T> =
  /** `servedAt`: the service's clock in milliseconds, when it was sent. */
  | { readonly ok: true; readonly value: T; readonly servedAt: number | null }
  | { readonly ok: false; readonly failure: Failure }

/** Error codes before a request can have left, besides those of DNS, certificates or missing TLS. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
])

function mayHaveLeft(code: string): boolean {
  const problem = networkProblem(code)
  return problem === 'unreachable' || problem === null ? !BEFORE_SENDING.has(code) : false
}

/** Converts an error that `fetch` threw; its `cause` has the system's code. */
export function brokenOff(error: unknown, timedOut: boolean): Failure {
  const cause = error instanceof Error ? error.cause : undefined
  const code = timedOut ? 'no answer in time' : systemCode(cause) || systemCode(error) || 'connection lost'
  return { kind: 'network', code, sent: mayHaveLeft(code) }
}

/** Returns true when the failed create may still have created, and charged for, a prediction. */
export const mayHaveArrived = (failure: Failure): boolean =>
  failure.kind === 'garbled' ||
  (failure.kind === 'network' && failure.sent) ||
  (failure.kind === 'refused' && (failure.status >= 500 || failure.status === 408))

/** Returns true when a read may be retried after this failure. */
export const isPassing = (failure: Failure): boolean => failure.kind === 'network' || mayHaveArrived(failure)

/**
 * Returns the error for a failed create: GenerationError when this request was rejected, since the next image may succeed; otherwise as
 * `errorOf`.
 */
export function creationError(failure: Failure, model: string): EvencastError {
  if (failure.kind !== 'refused' || failure.status < 400 || failure.status >= 500) return errorOf(failure, model)
  if ([401, 402, 403, 404, 408, 429].includes(failure.status)) return errorOf(failure, model)
  const wrong = failure.fields.map(({ field, description }) => `${field.replace(/^input\./, '')}: ${description}`)
  const why = wrong.length > 0 ? ` ${endedWithStop(wrong.join('; '))}` : saidBy(failure)
  return new GenerationError(
    `${model} rejected the request (HTTP ${failure.status}).${why} Choose another model in Settings, or change the prompt.`,
    { again: false },
  )
}

/**
 * Returns an error with one sentence for the user that names the next step. It is always UNAVAILABLE, which stops the run and keeps the
 * request in the journal: every other image would fail as well, or a paid picture could be lost.
 */
export const errorOf = (failure: Failure, model: string): EvencastError =>
  new EvencastError('UNAVAILABLE', sentenceOf(failure, model))

function sentenceOf(failure: Failure, model: string): string {
  switch (failure.kind) {
    case 'token':
      if (failure.problem === 'unencrypted')
        return 'The address of Replicate would be sent the token without encryption. Write it with https in Settings, or allow it there or by --unencrypted-host, then resume the run.'
      return failure.problem === 'missing'
        ? 'There is no Replicate API token. Enter one in Settings (replicate.com/account/api-tokens), then resume the run.'
        : 'The Replicate API token contains invalid characters. Enter it again in Settings, then resume the run.'
    case 'network':
      return failure.sent
        ? `The connection to Replicate was lost (${failure.code}). Resume the run when it is stable; requests already sent are found first and not paid twice.`
        : `Replicate cannot be reached (${failure.code}). ${adviceOn(failure.code)} Then resume the run.`
    case 'garbled':
      return 'Replicate sent an invalid response. Check its address in Settings and status.replicate.com, then resume the run.'
    case 'refused':
      return refusal(failure, model)
  }
}

function refusal(failure: Refused, model: string): string {
  const { status } = failure
  const said = saidBy(failure)
  if (status === 401)
    return 'Replicate does not accept the API token. Enter a valid one in Settings (replicate.com/account/api-tokens), then resume the run.'
  if (status === 402)
    return 'The Replicate account has no credit left or has reached its spend limit. Add credit at replicate.com/account/billing, wait a few minutes, then resume the run.'
  if (status === 403)
    return `Replicate does not let this account use ${model}.${said} Choose another model in Settings.`
  if (status === 404) return `Replicate has no model “${model}”. Choose another one in Settings.`
  if (status === 429)
    return `Replicate is limiting requests.${said} Resume the run later, or with fewer parallel generations.`
  if (status >= 500 || status === 408)
    return `Replicate reports an error (HTTP ${status}). See status.replicate.com and resume the run later.`
  if (status < 400) return `The address of Replicate redirects elsewhere (HTTP ${status}). Correct it in Settings.`
  return `Replicate sent an unexpected response (HTTP ${status}).${said} Check its address in Settings, then resume the run.`
}

const saidBy = ({ detail }: Refused): string => (detail === '' ? '' : ` Replicate says: ${endedWithStop(detail)}`)

export const endedWithStop = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const short = line.length > 300 ? `${line.slice(0, 300)}…` : line
  return /[.!?…]$/.test(short) ? short : `${short}.`
}
