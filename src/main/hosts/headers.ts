import { SECURITY_HEADERS } from '../media/security-headers.ts'

export { SECURITY_HEADERS }

/** Returns the same response with the security headers; a streamed body stays a stream. */
export function secured(response: Response, headers: Readonly<Record<string, string>> = SECURITY_HEADERS): Response {
  const merged = new Headers(response.headers)
  for (const [name, value] of Object.entries(headers)) merged.set(name, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: merged })
}
