import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Postgres } from '../../support/postgres/server.ts'
import { startApi } from './api.ts'
import type { Row } from './row.ts'
import { bytesOf, type Simulated, simulatedFleet } from './simulated.ts'

const PROCESSES = 4
const LATENCY_MS = 1000
const FAST_MS = 100
const POST_TIMEOUT_MS = 3000
/** Replicate allows 10 requests per second; this rate leaves room to see the limit beneath it. */
const PER_SECOND = 50
const STEPS = [12, 24, 48, 100] as const
const WARM_MS = 5000
const MEASURED_MS = 12_000
const PICTURES = 2
const IMAGES = 20

const Counted = z.object({ calls: z.number(), done: z.number(), measures: z.number() })
const COUNTED = `SELECT (SELECT count(*) FROM fleet_calls WHERE state = 'done') AS calls,
  (SELECT count(*) FROM fleet_actors WHERE state = 'done') AS done, (SELECT count(*) FROM fleet_measures) AS measures`

/** Runs a studio's library with a hundred workers: a growing number of them at the API's rate, then all as fast as this machine can. */
export async function studio(postgres: Postgres, actors: number): Promise<Row[]> {
  const limits = { atOnce: 1000, createsPerMinute: PER_SECOND * 60, othersPerMinute: 600_000 }
  const { address, db, bytesBefore } = await simulatedFleet(postgres, actors, limits)
  const api = await startApi(LATENCY_MS)
  const counted = async () => (await db.rows(Counted, COUNTED))[0] ?? { calls: 0, done: 0, measures: 0 }
  const workers = (count: number, latencyMs: number, onMemory: (bytes: number) => void) =>
    Array.from({ length: PROCESSES }, (_, i) => {
      const settings: Simulated = {
        address,
        url: api.url,
        folder: '',
        postTimeoutMs: POST_TIMEOUT_MS,
        latencyMs,
        pictures: PICTURES,
        measures: IMAGES,
        actors: Math.floor((count + i) / PROCESSES),
        connections: 8,
        reportsMemory: true,
        fault: null,
      }
      const file = join(import.meta.dirname, 'sim-child.ts')
      const child = spawn(process.execPath, ['--expose-gc', file, JSON.stringify(settings)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      child.stdout.on('data', (chunk: Buffer) => {
        const [, bytes] = /memory (\d+)/.exec(String(chunk)) ?? []
        if (bytes !== undefined) onMemory(Number(bytes))
      })
      return child
    })
  const rates: number[] = []
  for (const count of STEPS) {
    const children = workers(count, LATENCY_MS, () => {})
    await delay(WARM_MS)
    const [before, from] = [await counted(), performance.now()]
    await delay(MEASURED_MS)
    const after = await counted()
    rates.push(((after.calls - before.calls) / (performance.now() - from)) * 1000)
    await end(children)
  }
  await db.run('UPDATE fleet_apis SET creates_per_minute = 600000')
  api.answerIn(FAST_MS)
  const memory: number[] = []
  const began = await counted()
  const from = performance.now()
  const children = workers(100, FAST_MS, (bytes) => memory.push(bytes))
  while ((await counted()).done < actors) await delay(1000)
  const seconds = (performance.now() - from) / 1000
  await end(children)
  await api.close()
  const all = await counted()
  const perCall = ((await bytesOf(db)) - bytesBefore) / all.calls
  await db.close()
  const [first = 0] = rates
  const isLinear = rates.every((rate, i) => rate >= 0.85 * Math.min(PER_SECOND, (first * (STEPS[i] ?? 0)) / STEPS[0]))
  const quarter = Math.floor(memory.length / 4)
  const [early, late] = [mean(memory.slice(quarter, 2 * quarter)), mean(memory.slice(-quarter))]
  return [
    {
      what: `calls a second of ${STEPS.join(', ')} workers`,
      figure: rates.map((rate) => rate.toFixed(0)).join(', '),
      target: `linear to ${PER_SECOND}`,
      reached: isLinear,
    },
    {
      what: `${actors} actors, ${all.measures} images, 100 workers`,
      figure: `all done, ${((all.calls - began.calls) / seconds).toFixed(0)} calls a second unlimited`,
      target: 'all',
      reached: all.done === actors && all.measures >= actors * IMAGES,
    },
    {
      what: 'memory of 25 workers, second and last quarter',
      figure: `${(early / 1e6).toFixed(1)} and ${(late / 1e6).toFixed(1)} MB`,
      target: 'flat (≤ 1.1 ×)',
      reached: late <= early * 1.1,
    },
    {
      what: 'database, actors and jobs included',
      figure: `${(perCall / 1000).toFixed(2)} kB a call`,
      target: '≤ 3 kB',
      reached: perCall <= 3000,
    },
  ]
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

async function end(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }),
  )
}
