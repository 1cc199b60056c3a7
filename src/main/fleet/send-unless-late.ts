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

// Diagnostics channels of `fetch`: one message when a request is created, one right before its headers are written.
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
 * Sends a request, and checks `isLate` right before it is written, because a machine may sleep while it connects. Returns null when it was
 * late; nothing was written then.
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
