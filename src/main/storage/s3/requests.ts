// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient module has no other way into the projects that import this file
/// <reference path="./undici-parts.d.ts" />
import type { Readable } from 'node:stream'
import pRetry from 'p-retry'
import send from 'undici/lib/api/api-request.js'
import Pool from 'undici/lib/dispatcher/pool.js'
import type { ClientOptions, Timeouts } from './client.ts'
import type { Content } from './content.ts'
import type { Location } from './location.ts'
import { errorAnswer } from './parse-answer.ts'
import { RefusedRequest } from './refused-request.ts'
import { createSigner, type Signer } from './signer.ts'

interface BucketRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** Encoded key; empty for the bucket itself. */
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly content?: Content
  /** Timeout until the answer begins; an upload needs more, by its size. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

export interface BucketAnswer {
  readonly status: number
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Readable & { text(): Promise<string>; dump(): Promise<void> }
}

/** Sends signed requests to one bucket and returns answers with a status below 300; throws any other status and network errors. */
export type SendRequest = (request: BucketRequest) => Promise<BucketAnswer>

/** Default timeouts; without any, a request would wait forever. */
const TIMEOUTS: Timeouts = { connectMs: 5000, requestMs: 60_000, idleMs: 60_000 }
const ATTEMPTS = 5
const CONNECTIONS = 64
/** Delays of the SDK's standard mode: full jitter over 100 ms, doubled each time, 20 s at most. */
const BACKOFF = { minTimeout: 100, maxTimeout: 20_000, factor: 2, randomize: true } as const

/**
 * Creates a lean client: one signature, one request over a kept connection. The SDK's middleware costs about 4 ms of processor time per
 * request, which is most of a sync of small files.
 */
export function createSender(location: Location, options: ClientOptions): SendRequest {
  const { connectMs, requestMs, idleMs } = options.timeouts ?? TIMEOUTS
  let opened: Promise<{ readonly signer: Signer; readonly pool: InstanceType<typeof Pool> }> | undefined
  const open = async () => {
    const signer = await createSigner(location, options)
    const pool = new Pool(signer.address.origin, {
      connections: CONNECTIONS,
      connect: { timeout: connectMs },
      bodyTimeout: idleMs,
    })
    return { signer, pool }
  }
  /** Difference in milliseconds by which the server's clock is ahead, once it is known. */
  let aheadMs = 0

  async function attempt({
    method,
    key,
    query,
    headers = {},
    content,
    ...request
  }: BucketRequest): Promise<BucketAnswer> {
    opened ??= open()
    const { signer, pool } = await opened.catch((error: unknown) => {
      opened = undefined
      throw error
    })
    const path = `${signer.address.path}${key === '' ? '/' : `/${key}`}${searchOf(query)}`
    const signed = await signer.sign(
      { method, path, headers, bodySha256: content?.sha256 },
      new Date(Date.now() + aheadMs),
    )
    const answer = await send.call(pool, {
      method,
      path,
      headers: signed,
      headersTimeout: request.timeoutMs ?? requestMs,
      ...(content && { body: content.body() }),
      ...(request.signal && { signal: request.signal }),
    })
    const { statusCode: status, body } = answer
    if (status < 300) return { status, headers: answer.headers, body }
    const refused = await errorAnswer(status, answer.headers, await body.text())
    if (refused.name === 'RequestTimeTooSkewed') aheadMs = clockAhead(answer.headers['date'])
    throw refused
  }

  return (request) =>
    pRetry(() => attempt(request), {
      ...BACKOFF,
      retries: (options.attempts ?? ATTEMPTS) - 1,
      shouldRetry: ({ error }) => request.signal?.aborted !== true && isPassing(error),
      ...(request.signal && { signal: request.signal }),
    })
}

const searchOf = (query: Readonly<Record<string, string>> = {}): string => {
  const pairs = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

const clockAhead = (date: string | string[] | undefined): number =>
  typeof date === 'string' && Number.isFinite(Date.parse(date)) ? Date.parse(date) - Date.now() : 0

const BUSY = new Set(['SlowDown', 'RequestTimeout', 'Throttling', 'ThrottlingException', 'RequestLimitExceeded'])
const PASSING =
  /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|UND_ERR_(SOCKET|(CONNECT|HEADERS|BODY)_TIMEOUT))$/

/** Returns true when the same request may succeed a moment later. */
function isPassing(error: Error): boolean {
  if (error instanceof RefusedRequest)
    return (
      error.status === 429 ||
      (error.status >= 500 && error.status !== 501 && error.status !== 507) ||
      error.name === 'RequestTimeTooSkewed' ||
      BUSY.has(error.name)
    )
  return 'code' in error && typeof error.code === 'string' && PASSING.test(error.code)
}
