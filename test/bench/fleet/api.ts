import { createServer } from 'node:http'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

interface Made {
  readonly id: string
  readonly picture: string
  readonly seed: number
  readonly atMs: number
}

/** A service that is paid by the picture and counts what it is asked for. */
export async function startApi(latencyMs: number) {
  const made: Made[] = []
  let [underWay, most, lists] = [0, 0, 0]
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '', 'http://localhost')
      if (request.method === 'POST') {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(Buffer.from(chunk))
        const { picture, seed } = JSON.parse(Buffer.concat(chunks).toString())
        const one = { id: `p${made.length}`, picture, seed, atMs: performance.now() }
        made.push(one)
        most = Math.max(most, ++underWay)
        setTimeout(() => (underWay -= 1), latencyMs)
        // Half of the answers come late enough for a kill to fall between taking and answering.
        if (made.length % 2 === 0) await delay(latencyMs / 2)
        response.end(JSON.stringify({ id: one.id }))
      } else if (pathname === '/predictions') {
        lists += 1
        response.end(JSON.stringify(made.map(({ id, seed }) => ({ id, seed }))))
      } else {
        const one = made.find(({ id }) => pathname === `/predictions/${id}`)
        response.end(JSON.stringify({ done: one !== undefined && performance.now() - one.atMs >= latencyMs }))
      }
    })().catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    stats() {
      const times = made.map(({ atMs }) => atMs)
      let [from, inSecond] = [0, 0]
      for (const [to, at] of times.entries()) {
        while (at - (times[from] ?? at) > 1000) from += 1
        inSecond = Math.max(inSecond, to - from + 1)
      }
      return {
        made: made.length,
        twice: made.length - new Set(made.map(({ picture }) => picture)).size,
        most,
        inSecond,
        lists,
      }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
