import { createServer } from 'node:net'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { sendUnlessLate } from '../../../src/main/fleet/send-unless-late.ts'

/** Starts a server that answers every request and records what it received. */
async function listening() {
  const seen: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      seen.push(bytes.toString())
      if (bytes.toString().endsWith('{"seed":1}')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/predictions`
  return { seen, post: () => fetch(url, { method: 'POST', body: '{"seed":1}', headers: { connection: 'close' } }) }
}

test('a request that is late when it leaves is held back whole', async () => {
  const { seen, post } = await listening()
  let looked = 0
  const isLate = () => {
    looked += 1
    return true
  }
  expect(await sendUnlessLate(isLate, post)).toBeNull()
  expect([looked, seen]).toEqual([1, []])
})

test('one that is in time is sent, and beside it others that nobody looks at', async () => {
  const { seen, post } = await listening()
  let looked = 0
  const isLate = () => {
    looked += 1
    return false
  }
  const [sent, other] = await Promise.all([sendUnlessLate(isLate, post), post()])
  expect([await sent?.text(), await other.text(), looked, seen.length > 0]).toEqual(['ok', 'ok', 1, true])
})

test('what goes wrong otherwise is told as it is', async () => {
  await expect(
    sendUnlessLate(
      () => false,
      () => fetch('http://127.0.0.1:1/'),
    ),
  ).rejects.toThrow('fetch failed')
})
