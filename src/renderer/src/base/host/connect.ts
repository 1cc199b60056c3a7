import { type ClientLink, createORPCClient, DynamicLink } from '@orpc/client'
import { RPCLink as HttpLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { createStore } from 'zustand/vanilla'
import type { contract } from '../../../../main/contract/index.ts'
import './desktop.ts'

export type Api = ContractRouterClient<typeof contract>

/** Uses a MessagePort when a preload passes one on, and HTTP on the page's own origin otherwise. */
function open(): ClientLink<object> {
  if (!('desktop' in window)) {
    // Browsers send a custom header to another origin only after a preflight request, so a forged form cannot carry it.
    return new HttpLink({ url: new URL('/rpc', location.href).href, headers: { 'x-csrf-token': 'orpc' } })
  }
  const { port1, port2 } = new MessageChannel()
  window.postMessage('rpc-port', location.origin === 'null' ? '*' : location.origin, [port2])
  port1.start()
  return new PortLink({ port: port1 })
}

/** Carries calls to the core. The first call opens it, so modules that only name a procedure load without a window. */
export const wire = createStore<{ readonly link: ClientLink<object> | null }>()(() => ({ link: null }))

export const api: Api = createORPCClient(
  new DynamicLink(() => {
    const link = wire.getState().link ?? open()
    wire.setState({ link })
    return link
  }),
)
