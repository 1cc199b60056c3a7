import { createServer } from 'node:http'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

interface Made {
  readonly id: string
  readonly picture: string
  readonly seed: number
  readonly atMs: number
}

/** Starts a service that charges per picture and counts its requests. */
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
        // Half of the answers are delayed, so that a kill can fall between accepting and answering.
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
    /** Returns the peak concurrency since the last call. */
    most() {
      const since = most
      most = underWay
      return since
    },
    stats: () => ({
      made: made.length,
      twice: made.length - new Set(made.map(({ picture }) => picture)).size,
      /** Times at which each picture that was made more than once was made. */
      madeAgain: [...Map.groupBy(made, ({ picture }) => picture)].flatMap(([picture, all]) =>
        all.length > 1 ? [{ picture, atMs: all.map(({ atMs }) => performance.timeOrigin + atMs) }] : [],
      ),
      /** The most creations within any second. */
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
