import type { z } from 'zod'
import { mayCarryKeys } from '../../kit/service-url.ts'
import { Problem } from './answers.ts'
import { type Answer, brokenOff, type Failure } from './failure.ts'
import { redact } from './redact.ts'

export type Fetch = typeof fetch

interface Call {
  readonly method: 'GET' | 'POST'
  /** Path after the base address: "/predictions". */
  readonly path: string
  readonly body?: string | FormData
  readonly headers?: Readonly<Record<string, string>>
}

export interface Rest {
  readonly baseUrl: string
  /** Sends one request, without retries. Throws only the signal's reason; every other problem is a result. */
  ask<T>(call: Call, shape: z.ZodType<T>, signal: AbortSignal): Promise<Answer<T>>
}

export interface RestOptions {
  readonly baseUrl: string
  readonly token: () => string | null
  /** Hosts to which the token may be sent without encryption. */
  readonly unencryptedHosts?: (() => readonly string[]) | undefined
  readonly fetch: Fetch
  readonly requestTimeoutMs: number
}

/** Characters that a header can contain. Any other makes `fetch` throw an error that quotes the token. */
const HEADER_SAFE = /^[\x21-\x7e]+$/

export function createRest({ baseUrl, token, unencryptedHosts, fetch, requestTimeoutMs }: RestOptions): Rest {
  const base = baseUrl.trim().replace(/\/+$/, '')
  return {
    baseUrl: base,
    async ask({ method, path, body, headers }, shape, signal) {
      signal.throwIfAborted()
      if (URL.canParse(base) && !mayCarryKeys(base, unencryptedHosts?.()))
        return failed({ kind: 'token', problem: 'unencrypted' })
      const secret = token()?.trim() ?? ''
      if (!HEADER_SAFE.test(secret)) {
        return failed({ kind: 'token', problem: secret === '' ? 'missing' : 'malformed' })
      }
      const timeout = AbortSignal.timeout(requestTimeoutMs)
      try {
        const response = await fetch(`${base}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${secret}`,
            accept: 'application/json',
            ...(typeof body === 'string' && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body }),
          // No redirects: the token is sent to this address and nowhere else.
          redirect: 'manual',
          signal: AbortSignal.any([signal, timeout]),
        })
        const text = await response.text()
        if (!response.ok) return failed(refused(response, redact(text, secret)))
        const parsed = shape.safeParse(jsonOrUndefined(text))
        return parsed.success
          ? { ok: true, value: parsed.data, servedAt: timeOf(response.headers.get('date')) }
          : failed({ kind: 'garbled' })
      } catch (error) {
        signal.throwIfAborted()
        return failed(brokenOff(error, timeout.aborted))
      }
    },
  }
}

const failed = (failure: Failure): Extract<Answer<never>, { ok: false }> => ({ ok: false, failure })

function refused(response: Response, text: string): Failure {
  const { title, detail, invalid_fields, retry_after } = Problem.catch({
    title: '',
    detail: '',
    invalid_fields: [],
    retry_after: null,
  }).parse(jsonOrUndefined(text))
  return {
    kind: 'refused',
    status: response.status,
    detail: detail || title,
    fields: invalid_fields,
    retryAfterMs: retryAfterMs(response.headers.get('retry-after'), retry_after ?? null, detail),
  }
}

/**
 * Returns the requested wait in milliseconds: seconds or a date in the header, seconds in the body, or "Your rate limit resets in ~30s."
 */
export function retryAfterMs(header: string | null, inBody: number | null, detail: string): number | null {
  if (header !== null && /^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000
  const at = timeOf(header)
  if (at !== null) return Math.max(0, at - Date.now())
  if (inBody !== null) return inBody * 1000
  const inText = /~\s*(\d+)\s*s/.exec(detail)?.[1]
  return inText === undefined ? null : Number(inText) * 1000
}

function timeOf(text: string | null): number | null {
  const time = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? null : time
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
