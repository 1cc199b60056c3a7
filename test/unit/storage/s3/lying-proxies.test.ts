import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../../../src/main/storage/store.ts'
import { write } from '../support.ts'
import { KEY, setup, sha } from './support.ts'

/** A proxy's treatment of one request and its answer. */
type Lie = 'empty' | 'page' | 'truncated' | 'repeated' | 'late'

/**
 * Starts a proxy that passes everything on but falsifies answers to one method for the image. `passed` counts the requests that reached the
 * server.
 */
async function startProxy(endpoint: string, method: string, lie: Lie) {
  const { hostname, port } = new URL(endpoint)
  let left = 1
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => void answer(Buffer.concat(chunks)))

    const pass = (body: Buffer) =>
      new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
        const { method: how = 'GET', url = '/', headers } = request
        const sent = forward({ hostname, port, method: how, path: url, headers, agent: false }, (came) => {
          const parts: Buffer[] = []
          came.on('data', (part: Buffer) => parts.push(part))
          came.on('end', () =>
            resolve({ status: came.statusCode ?? 502, headers: came.headers, body: Buffer.concat(parts) }),
          )
        })
        sent.on('error', reject).end(body)
      })

    async function answer(body: Buffer): Promise<void> {
      const lies =
        request.method === method && decodeURIComponent(request.url ?? '').includes(`/set/${KEY}`) && left-- > 0
      if (lies && lie === 'empty') return void response.writeHead(200).end()
      if (lies && lie === 'page')
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
      if (lies && lie === 'repeated') await pass(body)
      const came = await pass(body)
      if (lies && lie === 'late') await delay(400)
      // The request is done, but its answer is lost.
      if (lies && lie === 'truncated') return void request.socket.destroy()
      response.writeHead(came.status, came.headers).end(came.body)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const LIES: readonly Lie[] = ['empty', 'page', 'truncated', 'repeated', 'late']

const putTwo = async (store: Store, dir: string) =>
  store.put(KEY, await write(dir, 'two.jpg', 'two'), { sha256: sha('two'), trashId: 't2' })

/** Either the upload is complete or the user is told that it is not; it is never reported as done when it is not. */
test.each(LIES)(
  'a PUT behind a proxy that lies (%s) is there once it is said to be, and the old image is kept',
  async (lie) => {
    const { fake, create, put, dir } = await setup()
    await put('one')
    const endpoint = await startProxy(fake.endpoint, 'PUT', lie)
    const store = create({ endpoint, timeouts: { connectMs: 2000, requestMs: 300, idleMs: 300 } })
    const done = await putTwo(store, dir).then(
      () => true,
      () => false,
    )
    const there = fake.objects.get(`set/${KEY}`)?.data.toString()
    if (done) expect(there).toBe('two')
    // The replaced object is in the store's trash, and no other was changed.
    if (there === 'two') expect([...fake.objects.values()].map(({ data }) => data.toString())).toContain('one')
    else expect(there).toBe('one')
    // The next sync completes it.
    await putTwo(store, dir)
    expect(fake.objects.get(`set/${KEY}`)?.data.toString()).toBe('two')
  },
)

test.each(LIES)(
  'a DELETE behind a proxy that lies (%s) is done once it is said to be, and the image is kept',
  async (lie) => {
    const { fake, create, put } = await setup()
    await put('one')
    const endpoint = await startProxy(fake.endpoint, 'DELETE', lie)
    const store = create({ endpoint, timeouts: { connectMs: 2000, requestMs: 300, idleMs: 300 } })
    const done = await store.remove(KEY, 't2').then(
      () => true,
      () => false,
    )
    if (done) expect(fake.objects.has(`set/${KEY}`)).toBe(false)
    expect([...fake.objects.values()].map(({ data }) => data.toString())).toContain('one')
    await store.remove(KEY, 't2')
    expect(fake.objects.has(`set/${KEY}`)).toBe(false)
    expect([...fake.objects.values()].map(({ data }) => data.toString())).toEqual(['one'])
  },
)
