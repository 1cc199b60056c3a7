import type { Protocol } from 'electron'
import { uiResponse } from '../../media/ui-files.ts'
import { SECURITY_HEADERS, secured } from '../headers.ts'
import { HOST, SCHEME } from './page.ts'

/** Call once, before the app is ready. */
export function registerScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

type Fetch = (request: Request) => Promise<Response>

/**
 * Serves our pages, which need no core, and the core's images. With `devServerUrl` the interface comes from Vite, which refreshes it when
 * it is edited.
 */
export function serveApp(protocol: Protocol, uiDir: string, fetchFromCore: Fetch, devServerUrl?: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (url.host !== HOST) return secured(new Response('Not found', { status: 404 }))
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return secured(new Response('Method not allowed', { status: 405 }))
    if (devServerUrl && !/^\/(thumb|image|base)\//.test(url.pathname))
      return secured(await fetch(new URL(url.pathname + url.search, devServerUrl)), DEV_HEADERS)
    const page = request.method === 'GET' ? await uiResponse(uiDir, url.pathname) : null
    return secured(page ?? (await fetchFromCore(request)))
  })
}

/** Vite's refresh needs an inline script, injected styles and a socket to the development server. */
const DEV_HEADERS = {
  ...SECURITY_HEADERS,
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self' ws://localhost:*; font-src 'self'",
}
