import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Between {
  readonly endpoint: string
  /** `METHOD path` of each request in order; the query of listings is left out. */
  readonly seen: string[]
  /** Called for each request. Returns a status to answer instead of the server, or undefined. */
  watch: (method: string, path: string) => number | undefined
  close(): Promise<void>
}

/**
 * Starts a proxy between a client and a server that passes on every byte. It keeps the client's Host header, because signatures cover it.
 */
export async function startBetween(endpoint: string): Promise<Between> {
  const { hostname, port } = new URL(endpoint)
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request
    const path = url.split('?')[0] ?? '/'
    between.seen.push(`${method} ${path}`)
    const status = between.watch(method, path)
    if (status !== undefined) {
      request.resume()
      return void response.writeHead(status).end()
    }
    const passed = forward({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    // Errors after the answer are harmless: Swift sends a body with its answers to HEAD.
    passed.on('error', () => response.headersSent || response.destroy())
    response.on('close', () => passed.destroy())
    request.pipe(passed)
  })
  const between: Between = {
    endpoint: '',
    seen: [],
    watch: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return Object.assign(between, { endpoint: `http://127.0.0.1:${address.port}` })
}
