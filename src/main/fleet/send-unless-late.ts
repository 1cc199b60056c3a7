import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'

interface Look {
  readonly isLate: () => boolean
  held: boolean
}

interface Message {
  readonly request: object
  readonly socket?: { destroy(error: Error): void }
}

const looks = new AsyncLocalStorage<Look>()
const lookAt = new WeakMap<object, Look>()

// What `fetch` tells of each of its requests: when it takes it, and right before it writes it to a connection.
subscribe('undici:request:create', (message) => {
  const look = looks.getStore()
  if (look) lookAt.set((message as Message).request, look)
})
subscribe('undici:client:sendHeaders', (message) => {
  const { request, socket } = message as Message
  const look = lookAt.get(request)
  if (!look?.isLate()) return
  look.held = true
  socket?.destroy(new Error('The request was held back, since it was late.'))
})

/**
 * What `send` fetches, with a last look at the moment that its request leaves: connecting takes as long as a machine sleeps meanwhile.
 * Null: it was late by then, and nothing of it was written.
 */
export async function sendUnlessLate(isLate: () => boolean, send: () => Promise<Response>): Promise<Response | null> {
  const look: Look = { isLate, held: false }
  try {
    return await looks.run(look, send)
  } catch (error) {
    if (look.held) return null
    throw error
  }
}
