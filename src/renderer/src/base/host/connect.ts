import { type ClientLink, createORPCClient, DynamicLink } from '@orpc/client'
import { RPCLink as HttpLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { createStore } from 'zustand/vanilla'
import type { contract } from '../../../../main/contract/index.ts'
import './desktop.ts'

export type Api = ContractRouterClient<typeof contract>

/** A MessagePort where a preload passes one on, HTTP on the page's own origin otherwise. */
function open(): ClientLink<object> {
  if (!('desktop' in window)) {
    // Browsers send a header of one's own across origins only after asking: forged forms cannot carry it.
    return new HttpLink({ url: new URL('/rpc', location.href).href, headers: { 'x-csrf-token': 'orpc' } })
  }
  const { port1, port2 } = new MessageChannel()
  window.postMessage('rpc-port', location.origin === 'null' ? '*' : location.origin, [port2])
  port1.start()
  return new PortLink({ port: port1 })
}

/** What carries calls to the core. The first one opens it, so that what names a procedure loads without a window. */
export const wire = createStore<{ readonly link: ClientLink<object> | null }>()(() => ({ link: null }))

export const api: Api = createORPCClient(
  new DynamicLink(() => {
    const link = wire.getState().link ?? open()
    wire.setState({ link })
    return link
  }),
)
