import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Core } from '../../app.ts'
import { EvencastError } from '../../domain/error.ts'
import { createWebApp } from './app.ts'
import { passwordDoor, tokenDoor } from './door.ts'
import { answersTo, nameOf, type NetworkPlace } from './network-place.ts'
import { createSessions } from './session.ts'

export interface WebHost {
  /** The address to open. That of a server for this computer has the one-time token in its fragment, which browsers do not send along. */
  readonly url: string
  close(): Promise<void>
}

export interface WebHostOptions {
  /** Port to listen on; 0 takes a free one. */
  readonly port: number
  /** Called with a new address for the next browser after each login by token. */
  readonly onNewUrl: (url: string) => void
  /** Null: serve only this computer, or others through an SSH tunnel. */
  readonly network?: NetworkPlace | null
}

const LOOPBACK = '127.0.0.1'
/** Most connections, because anyone may open any number of silent ones. */
const MOST_CONNECTIONS = 1000
const HANDSHAKE_MS = 10_000

/** Serves the core on 127.0.0.1 only, or as `network` says, with TLS and a password. */
export async function startWebHost(core: Core, options: WebHostOptions): Promise<WebHost> {
  const { port, onNewUrl, network = null } = options
  return network ? startForNetwork(core, port, network) : startForThisComputer(core, port, onNewUrl)
}

async function startForThisComputer(core: Core, port: number, onNewUrl: (url: string) => void): Promise<WebHost> {
  const sessions = createSessions()
  const app = createWebApp(
    core,
    sessions,
    tokenDoor(sessions, () => onNewUrl(url())),
  )
  const server = createAdaptorServer({ fetch: app.fetch })
  const { port: actual } = await listen(server as Server, port, LOOPBACK)
  const url = () => `http://${LOOPBACK}:${actual}/#token=${sessions.token()}`
  return { url: url(), close: () => closed(server) }
}

async function startForNetwork(core: Core, port: number, network: NetworkPlace): Promise<WebHost> {
  const { cert, key, host, password } = network
  const sessions = createSessions(Date.now, { encrypted: true })
  const app = createWebApp(core, sessions, await passwordDoor(sessions, password, answersTo(network)))
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer: createTlsServer,
    serverOptions: { cert, key, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS },
  })
  if ('maxConnections' in server) server.maxConnections = MOST_CONNECTIONS
  const { port: actual } = await listen(server as Server, port, host)
  return { url: `https://${nameOf(network)}:${actual}/`, close: () => closed(server) }
}

const closed = (server: ReturnType<typeof createAdaptorServer>): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    // Event streams never end on their own.
    if ('closeAllConnections' in server) server.closeAllConnections()
  })

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(failureOf(error, port, host)))
    server.listen(port, host, () => {
      const address = server.address()
      if (address && typeof address === 'object') resolve(address)
    })
  })
}

function failureOf(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE')
    return new EvencastError('CONFLICT', `Port ${port} is taken: choose another with --port, or leave it out.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new EvencastError('BAD_INPUT', `${host} is no address of this computer: check --host.`)
  if (error.code === 'EACCES')
    return new EvencastError('BAD_INPUT', `Port ${port} may not be used by you: choose one above 1023 with --port.`)
  return error
}
