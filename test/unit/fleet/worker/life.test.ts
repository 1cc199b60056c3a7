import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import { HEARTBEAT_S } from '../../../../src/main/fleet/jobs.ts'
import { BEATS, BOUNDED } from '../../../../src/main/fleet/ledger/connect.ts'
import { work } from '../../../../src/main/fleet/worker/index.ts'
import { MOST_BETWEEN_MS, startLife, STEADY_MS } from '../../../../src/main/fleet/worker/life.ts'

const opened = vi.hoisted((): unknown[] => [])
vi.mock('../../../../src/main/fleet/ledger/connect.ts', async (original) => ({
  ...(await original<object>()),
  connect: async (_address: string, _connections: unknown, limits: unknown) => {
    opened.push(limits)
    return { rows: () => Promise.reject(new Error('enough')), close: async () => {} }
  },
}))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A worker's life against a server that is as it is told. */
async function lifeOf(look: () => Promise<void> = async () => {}) {
  const server = { isAway: false, answers: Promise.resolve() }
  const counts = { beats: 0, looks: 0, faults: 0 }
  const end = await startLife({
    db: {
      async run() {
        if (server.isAway) throw new EvencastError('UNAVAILABLE', 'PostgreSQL cannot be reached.')
        await server.answers
        counts.beats += 1
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
  await expect(work(ports as never)).rejects.toThrow('enough')
  expect(opened).toEqual([undefined, BOUNDED, BEATS])
  const longest = BEATS.connectionTimeoutMillis + BEATS.query_timeout + MOST_BETWEEN_MS
  expect(longest).toBeLessThan(HEARTBEAT_S * 1000)
  // By then all that live have been heard of after an outage.
  expect(longest).toBeLessThan(STEADY_MS)
})

test('after an outage a worker takes nobody for dead until all have had the time to be heard of again', async () => {
  const { server, counts } = await lifeOf()
  await pass(STEADY_MS - 1)
  expect(counts.looks).toBe(0)
  await pass(STEADY_MS)
  const before = counts.looks
  expect(before).toBeGreaterThan(0)
  server.isAway = true
  await pass(2 * HEARTBEAT_S * 1000)
  server.isAway = false
  await pass(STEADY_MS - 1)
  expect(counts.looks).toBe(before)
  await pass(2 * STEADY_MS)
  expect(counts.looks).toBeGreaterThan(before)
})

test('a worker that was asleep takes nobody for dead at once: the others may have slept with it', async () => {
  const { counts } = await lifeOf()
  await pass(2 * STEADY_MS)
  const before = counts.looks
  vi.setSystemTime(Date.now() + 60_000)
  await pass(STEADY_MS - 1)
  expect(counts.looks).toBe(before)
})

test('a worker lives on when silent ones could not be looked at, and says so', async () => {
  const { counts } = await lifeOf(() => Promise.reject(new Error('no')))
  await pass(3 * STEADY_MS)
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
  await pass(STEADY_MS)
  expect(counts.beats).toBe(beats + 1)
})
