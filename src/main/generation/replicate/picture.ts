import { EvencastError } from '../../domain/error.ts'
import { type Answer, brokenOff, errorOf, type Failure, isPassing } from './failure.ts'
import type { PictureDecoder } from './fit-picture.ts'
import { askWithRetry, type RetryOptions } from './retry.ts'
import type { Fetch } from './rest.ts'

const MOST_BYTES = 64 * 1024 * 1024
const MOST_REDIRECTS = 5
const TIMEOUT_MS = 120_000

export interface PictureSource {
  readonly fetch: Fetch
  readonly baseUrl: string
  readonly token: () => string | null
  readonly fitAnswer: PictureDecoder['fitAnswer']
}

/**
 * Downloads a picture as the JPEG that is saved; null when it is gone from the service. Accepts encrypted addresses only, except for the
 * service's own. Throws UNAVAILABLE when it cannot be downloaded now, and `unreadable` when the content is not a picture.
 */
export async function fetchPicture(
  source: PictureSource,
  retryOptions: RetryOptions,
  url: string,
  { model, unreadable }: { readonly model: string; readonly unreadable: (why: string) => Error },
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const ask = () => download(source, url, signal)
  // A picture that does not decode may have been cut off during the download, so a few retries are allowed.
  let unreadables = 0
  const mayRepeat = (failure: Failure) => (failure.kind === 'garbled' ? ++unreadables < 3 : isPassing(failure))
  const answer = await askWithRetry(retryOptions, 'picture', ask, mayRepeat, signal)
  if (!answer.ok) {
    const { failure } = answer
    if (failure.kind === 'refused' && isGone(failure.status)) return null
    if (failure.kind === 'garbled') throw unreadable('it is cut off, too large or no image')
    throw errorOf(failure, model)
  }
  return answer.value
}

/** Returns true for the statuses that services use for removed files and expired addresses. */
const isGone = (status: number): boolean => status >= 400 && status < 500 && ![401, 402, 408, 429].includes(status)

async function download(source: PictureSource, url: string, signal: AbortSignal): Promise<Answer<Uint8Array>> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await follow(source, url, AbortSignal.any([signal, timeout]))
    if (!response.ok) {
      await response.body?.cancel()
      const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
      const retryAfterMs = Number.isNaN(retryAfter) ? null : retryAfter * 1000
      return failed({ kind: 'refused', status: response.status, detail: '', fields: [], retryAfterMs })
    }
    const content = await limited(response)
    const jpeg = content && (await source.fitAnswer(content).catch(() => null))
    return jpeg ? { ok: true, value: jpeg, servedAt: null } : failed({ kind: 'garbled' })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof EvencastError) throw error
    return failed(brokenOff(error, timeout.aborted))
  }
}

const failed = (failure: Failure): Answer<never> => ({ ok: false, failure })

/** Follows redirects and checks each address; the token is sent only to the service's own. */
export async function follow(
  { fetch, baseUrl, token }: Omit<PictureSource, 'fitAnswer'>,
  from: string,
  signal: AbortSignal,
): Promise<Response> {
  const own = new URL(baseUrl).origin
  let url = new URL(from)
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const isOwn = url.origin === own
    if (!isOwn && url.protocol !== 'https:' && url.protocol !== 'data:') break
    const secret = token()?.trim()
    const headers: Record<string, string> = isOwn && secret ? { authorization: `Bearer ${secret}` } : {}
    const response = await fetch(url, { headers, redirect: 'manual', signal })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return response
    await response.body?.cancel()
    url = new URL(location, url)
  }
  throw new EvencastError(
    'UNAVAILABLE',
    `The address of a file, ${url.origin}, is not encrypted or redirects endlessly. Check the address of Replicate in Settings.`,
  )
}

/** Reads the body; null when it is larger than any picture. */
async function limited(response: Response): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MOST_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
