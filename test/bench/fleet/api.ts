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
export async function startApi(usualMs: number) {
  let latencyMs = usualMs
  const made: Made[] = []
  const byId = new Map<string, Made>()
  const others: number[] = []
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
        byId.set(one.id, one)
        most = Math.max(most, ++underWay)
        setTimeout(() => (underWay -= 1), latencyMs)
        // Half of the answers come late enough for a kill to fall between taking and answering.
        if (made.length % 2 === 0) await delay(Math.min(100, latencyMs / 2))
        response.end(JSON.stringify({ id: one.id }))
        return
      }
      others.push(performance.now())
      if (pathname === '/predictions') {
        lists += 1
        response.end(JSON.stringify(made.map(({ id, seed }) => ({ id, seed }))))
      } else {
        const one = byId.get(pathname.slice('/predictions/'.length))
        response.end(JSON.stringify({ done: one !== undefined && performance.now() - one.atMs >= latencyMs }))
      }
    })().catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    made: () => made.length,
    answerIn: (ms: number) => void (latencyMs = ms),
    /** The most that were under way at once since it was last asked. */
    most() {
      const since = most
      most = underWay
      return since
    },
    stats: () => ({
      made: made.length,
      twice: made.length - new Set(made.map(({ picture }) => picture)).size,
      /** When each of the pictures was made that was made more than once. */
      madeAgain: [...Map.groupBy(made, ({ picture }) => picture)].flatMap(([picture, all]) =>
        all.length > 1 ? [{ picture, atMs: all.map(({ atMs }) => performance.timeOrigin + atMs) }] : [],
      ),
      /** The most within any second, wherever it begins. */
      createsInSecond: mostInSecond(made.map(({ atMs }) => atMs)),
      othersInSecond: mostInSecond(others),
      lists,
    }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function mostInSecond(timesMs: readonly number[]): number {
  let [from, most] = [0, 0]
  for (const [to, at] of timesMs.entries()) {
    while (at - (timesMs[from] ?? at) > 1000) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}
