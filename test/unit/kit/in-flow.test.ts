import { expect, test } from 'vitest'
import { type FlowOptions, inFlow } from '../../../src/main/kit/in-flow.ts'

const ITEMS = Array.from({ length: 600 }, (_, n) => n)

const options = (over: Partial<FlowOptions<number>> = {}): FlowOptions<number> => ({
  weightOf: () => 1,
  maxWeight: Number.POSITIVE_INFINITY,
  atOnce: { min: 4, max: 32 },
  ...over,
})

/**
 * Runs against a service with a simulated clock that answers in `latencyMs` and processes at most `lanes` at once. Returns the peak
 * concurrency in each hundred.
 */
async function against(service: { readonly latencyMs: number; readonly lanes: number }): Promise<readonly number[]> {
  let clockMs = 0
  const due: { readonly atMs: number; readonly answer: () => void }[] = []
  const lanes = Array.from({ length: service.lanes }, () => 0)
  let underway = 0
  const most: number[] = []
  const tick = (): void => {
    const next = due.sort((a, b) => a.atMs - b.atMs).shift()
    if (!next) return
    clockMs = next.atMs
    next.answer()
    setImmediate(tick)
  }
  const done = inFlow(ITEMS, options({ nowMs: () => clockMs }), async (n) => {
    underway += 1
    const hundred = Math.floor(n / 100)
    most[hundred] = Math.max(most[hundred] ?? 0, underway)
    const lane = lanes.indexOf(Math.min(...lanes))
    const atMs = Math.max(clockMs, lanes[lane] ?? 0) + service.latencyMs
    lanes[lane] = atMs
    await new Promise<void>((answer) => due.push({ atMs, answer }))
    underway -= 1
  })
  setImmediate(tick)
  await done
  return most
}

test('against a distant service that takes many, as many wait side by side as are allowed', async () => {
  const most = await against({ latencyMs: 100, lanes: 1000 })
  expect(most.at(-1)).toBeGreaterThanOrEqual(28)
  expect(Math.max(...most)).toBeLessThanOrEqual(32)
})

test('against one that works on a few at a time, no more wait than help', async () => {
  const most = await against({ latencyMs: 20, lanes: 4 })
  expect(Math.max(...most)).toBeLessThanOrEqual(16)
})

test('heavy items are not held together beyond the limit; one always goes', async () => {
  let weight = 0
  let heaviest = 0
  await inFlow([30, 30, 30, 300, 30, 30], options({ weightOf: (n) => n, maxWeight: 64 }), async (n) => {
    weight += n
    heaviest = Math.max(heaviest, weight)
    await new Promise((resolve) => setImmediate(resolve))
    weight -= n
  })
  expect(heaviest).toBe(300)
})

test('the first error ends it once what is under way has ended, and nothing starts after it', async () => {
  const started: number[] = []
  const ended: number[] = []
  const failing = inFlow(ITEMS, options(), async (n) => {
    started.push(n)
    await new Promise((resolve) => setImmediate(resolve))
    ended.push(n)
    if (n === 5) throw new Error('five')
  })
  await expect(failing).rejects.toThrow('five')
  expect(new Set(ended)).toEqual(new Set(started))
  expect(started.length).toBeLessThan(ITEMS.length)
})

test('an abort ends it with its reason', async () => {
  const stop = new AbortController()
  let started = 0
  const stopped = inFlow(ITEMS, options({ signal: stop.signal }), async () => {
    started += 1
    if (started === 7) stop.abort(new Error('stopped'))
    await new Promise((resolve) => setImmediate(resolve))
  })
  await expect(stopped).rejects.toThrow('stopped')
  expect(started).toBeLessThan(20)
})
