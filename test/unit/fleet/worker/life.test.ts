import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import { HEARTBEAT_S } from '../../../../src/main/fleet/jobs.ts'
import { BEATS, BOUNDED } from '../../../../src/main/fleet/ledger/connect.ts'
import { GAP_S } from '../../../../src/main/fleet/ledger/workers.ts'
import { work } from '../../../../src/main/fleet/worker/index.ts'
import { MOST_BETWEEN_MS, startLife, STEADY_S } from '../../../../src/main/fleet/worker/life.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Starts a worker's life against a simulated server. */
async function lifeOf(look: () => Promise<void> = async () => {}) {
  const server = { isAway: false, steadyS: STEADY_S, answers: Promise.resolve() }
  const counts = { beats: 0, looks: 0, faults: 0 }
  const end = await startLife({
    db: {
      run: async () => 0,
      async rows() {
        if (server.isAway) throw new EvencastError('UNAVAILABLE', 'PostgreSQL cannot be reached.')
        await server.answers
        counts.beats += 1
        return [{ steady: server.steadyS }]
      },
    } as never,
    jobs: {
      beat: async () => {},
      async freeSilent() {
        counts.looks += 1
        await look()
      },
    },
    workerId: 'worker',
    held: () => [],
    onFault: () => void (counts.faults += 1),
  })
  onTestFinished(end)
  return { server, counts, end }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('a beat that fails is said again before its worker is taken for dead; its work may wait for others', async () => {
  const ports = { address: 'postgres://localhost/fleet', signal: new AbortController().signal }
  const opened: unknown[] = []
  const connect = async (_address: string, _connections?: number, limits?: object) => {
    opened.push(limits)
    return { rows: () => Promise.reject(new Error('enough')), close: async () => {} } as never
  }
  await expect(work({ ...ports, connect } as never)).rejects.toThrow('enough')
  expect(opened).toEqual([undefined, BOUNDED, BEATS])
  const { connectionTimeoutMillis, query_timeout: answerMs } = BEATS
  expect(connectionTimeoutMillis + answerMs + MOST_BETWEEN_MS).toBeLessThan(HEARTBEAT_S * 1000)
  // By then every live worker has sent a heartbeat after an outage.
  expect(answerMs + MOST_BETWEEN_MS).toBeLessThan(STEADY_S * 1000)
  // An outage short enough to leave no gap takes no worker's actors: each heartbeat came shortly before it, and the next comes shortly
  // after.
  expect(GAP_S * 1000 + 2 * MOST_BETWEEN_MS).toBeLessThan(HEARTBEAT_S * 1000)
})

test('after an outage a worker takes nobody for dead until all have had the time to be heard of again', async () => {
  const { server, counts } = await lifeOf()
  await pass(10_000)
  expect(counts.looks).toBe(counts.beats)
  server.isAway = true
  const before = counts.looks
  await pass(10_000)
  server.isAway = false
  server.steadyS = STEADY_S - 1
  await pass(10_000)
  expect(counts.looks).toBe(before)
  server.steadyS = STEADY_S
  await pass(10_000)
  expect(counts.looks).toBeGreaterThan(before)
})

test('a worker lives on when silent ones could not be looked at, and says so', async () => {
  const { counts } = await lifeOf(() => Promise.reject(new Error('no')))
  await pass(10_000)
  expect(counts.faults).toBeGreaterThan(1)
  const { beats } = counts
  await pass(MOST_BETWEEN_MS)
  expect(counts.beats).toBeGreaterThan(beats)
})

test('a life ends after the beat that is under way, and none follows', async () => {
  const { server, counts, end } = await lifeOf()
  const answer = Promise.withResolvers<void>()
  server.answers = answer.promise
  await pass(MOST_BETWEEN_MS)
  const { beats } = counts
  let ended = false
  const ending = end().then(() => (ended = true))
  await pass(0)
  expect(ended).toBe(false)
  answer.resolve()
  await ending
  expect(counts.beats).toBe(beats + 1)
  await pass(10_000)
  expect(counts.beats).toBe(beats + 1)
})
