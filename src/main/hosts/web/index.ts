import type { AddressInfo, Server } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Core } from '../../app.ts'
import { EvencastError } from '../../domain/error.ts'
import { createWebApp } from './app.ts'
import { createSessions } from './session.ts'

export interface WebHost {
  /** With the one-time token in its fragment, which browsers do not send along. */
  readonly url: string
  close(): Promise<void>
}

export interface WebHostOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** After each login the address is another one, for the next browser. */
  readonly onNewUrl: (url: string) => void
}

/** Serves the core on 127.0.0.1, and nowhere else: from afar it is reached through an SSH tunnel. */
export async function startWebHost(core: Core, { port, onNewUrl }: WebHostOptions): Promise<WebHost> {
  const sessions = createSessions()
  const app = createWebApp(core, sessions, () => onNewUrl(url()))
  const server = createAdaptorServer({ fetch: app.fetch })
  const { port: actual } = await listen(server as Server, port)
  const url = () => `http://127.0.0.1:${actual}/#token=${sessions.token()}`
  return {
    url: url(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // Event streams never end by themselves.
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new EvencastError('CONFLICT', `Port ${port} is taken: choose another with --port, or leave it out.`)
          : error,
      ),
    )
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address && typeof address === 'object') resolve(address)
    })
  })
}
