import type { Door } from './door.ts'

/**
 * Checks that requests to a server on this machine come from pages of this server. Any site can send requests to 127.0.0.1, and a host name
 * can be made to resolve to it (DNS rebinding), so every request is checked before anything reads it.
 */

export interface Refusal {
  readonly status: 403 | 405 | 415
  readonly message: string
}

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST']
const POSTED: readonly string[] = ['application/json', 'application/octet-stream']
const OWN_FETCH_SITES: readonly string[] = ['same-origin', 'none']

/** Returns null when the request may pass. Any port is accepted in `Host`, because an SSH tunnel may change it. */
export function refusalOf(
  method: string,
  headers: Headers,
  { scheme, answersTo }: Pick<Door, 'scheme' | 'answersTo'>,
): Refusal | null {
  const host = headers.get('host')
  if (host === null || !answersTo(hostnameOf(host))) {
    const names = scheme === 'http' ? 'localhost and 127.0.0.1' : 'the names of its certificate'
    return { status: 403, message: `Evencast answers to ${names} only.` }
  }
  const origin = headers.get('origin')
  if (origin !== null && origin !== `${scheme}://${host}`)
    return { status: 403, message: 'Another site may not use Evencast.' }
  const site = headers.get('sec-fetch-site')
  if (site !== null && !OWN_FETCH_SITES.includes(site))
    return { status: 403, message: 'Another site may not use Evencast.' }
  if (!METHODS.includes(method)) return { status: 405, message: `${method} is not something Evencast does.` }
  // A form on another site can post text, but neither JSON nor bytes.
  if (method === 'POST' && !POSTED.includes(mediaType(headers) ?? ''))
    return { status: 415, message: 'Requests must be JSON, or the bytes of a file.' }
  return null
}

/** Returns the host name in a `Host` header in lower case, IPv6 in brackets; empty when the header is invalid. */
function hostnameOf(host: string): string {
  return /^(\[[0-9a-f:]+\]|[^:@/?#\s]+)(:\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase() ?? ''
}

const mediaType = (headers: Headers): string | undefined =>
  headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
