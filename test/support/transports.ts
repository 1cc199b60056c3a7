import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink as HttpLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import type { contract } from '../../src/main/contract/index.ts'
import type { Core } from '../../src/main/app.ts'
import { startWebHost } from '../../src/main/hosts/web/index.ts'
import { createRouter } from '../../src/main/router.ts'

export type Api = ContractRouterClient<typeof contract>

export interface Connection extends AsyncDisposable {
  readonly api: Api
}

/** Calls directly, as the command line and unit tests do. */
async function direct(core: Core): Promise<Connection> {
  return { api: createRouterClient(createRouter(core)), [Symbol.asyncDispose]: async () => {} }
}

/** Calls over a MessagePort, as between the window and the main process. */
async function port(core: Core): Promise<Connection> {
  const { port1, port2 } = new MessageChannel()
  new PortHandler(createRouter(core)).upgrade(port1, { context: {} })
  port1.start()
  port2.start()
  return {
    api: createORPCClient(new PortLink({ port: port2 })),
    async [Symbol.asyncDispose]() {
      port2.close()
      await once(port1, 'close')
    },
  }
}

/** Calls over HTTP through the whole web host, logged in. */
export async function overHttp(core: Core, ask: typeof fetch = fetch): Promise<Connection> {
  const host = await startWebHost(core, { port: 0, onNewUrl: () => {} })
  const { origin, hash } = new URL(host.url)
  const login = await fetch(`${origin}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: new URLSearchParams(hash.slice(1)).get('token') }),
  })
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? ''
  return {
    api: createORPCClient(
      new HttpLink({ url: `${origin}/rpc`, headers: { cookie }, fetch: (request, init) => ask(request, init) }),
    ),
    [Symbol.asyncDispose]: () => host.close(),
  }
}

export const TRANSPORTS = [
  ['direct calls', direct],
  ['a MessagePort', port],
  ['HTTP', (core: Core) => overHttp(core)],
] as const
