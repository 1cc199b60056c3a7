import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { fromShared, type SharedText, toShared } from '../../../src/main/kit/shared-text.ts'

test.each(['', 'plain', 'Zoë 🧝‍♀️ \u0000 “x”', '{"n":1}'.repeat(1000)])(
  'a text is the same in another thread, and not copied: %.20j',
  (text) => {
    const { port1, port2 } = new MessageChannel()
    const shared = toShared(text)
    port1.postMessage(shared)
    const received: SharedText = receiveMessageOnPort(port2)?.message
    expect(fromShared(received)).toBe(text)
    if (text !== '') {
      shared[0] = 0x21
      expect(fromShared(received)).toBe(`!${text.slice(1)}`)
    }
    port1.close()
  },
)
