import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { openControl } from '../../../src/main/fleet/control.ts'
import { randomOf } from '../../support/fleet.ts'
import type { Postgres } from '../../support/postgres/server.ts'
import { startApi } from './api.ts'
import { faultsOf, STEPS } from './faults.ts'
import { type Limits, type Simulated, simulatedFleet } from './simulated.ts'
import { watchTakeovers } from './takeovers.ts'

const WORKERS = 6
const PICTURES = 5
const PRICE_USD = 0.04
const LATENCY_MS = 200
const POST_TIMEOUT_MS = 1500
/** Workers per run that are killed or suspended from outside, besides those that a fault ends between two steps. */
const VICTIMS = 8
/** Longer than the time after which a silent worker loses its actors. */
const STOPPED_MS = 20_000
/** How long a resumed worker continues before it ends. */
const RESUMED_MS = 3000
const STUCK_MS = 120_000
const CRASH_AT = [0.3, 0.55, 0.8] as const

/** Limits with little concurrency at first, so that all of it is used; later as much as the requests of dead workers allow. */
const FEW: Limits = { atOnce: 12, createsPerMinute: 6000, othersPerMinute: 24_000 }
const PLACES = 96
const FEW_SHARE = 0.04
export const LIMITS = { few: FEW.atOnce, places: PLACES, creates: 100, others: 400 }

const State = z.object({
  done: z.number(),
  stopped: z.number(),
  reserved: z.number(),
  spent: z.number(),
  scans: z.number(),
})
const STATE = `SELECT count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state = 'stopped') AS stopped,
  (SELECT reserved FROM fleet_budget), (SELECT spent FROM fleet_budget), (SELECT scans FROM fleet_apis) FROM fleet_actors`

export type Crashes = Awaited<ReturnType<typeof crashes>>

/**
 * Executes a run of this many paid calls while workers are killed, suspended and interrupted between any two steps, and the server crashes.
 */
export async function crashes(postgres: Postgres, calls: number, seed: number) {
  const actors = Math.ceil(calls / PICTURES)
  const random = randomOf(seed)
  const folder = await mkdtemp(join(tmpdir(), 'evencast-fleet-'))
  const api = await startApi(LATENCY_MS)
  const { address, db } = await simulatedFleet(postgres, actors, FEW)
  const control = await openControl(address)
  const total = actors * PICTURES * PRICE_USD
  await control.setBudget(total / 2)
  const watch = await watchTakeovers(db)
  const pending = faultsOf(random, calls / (2 * Object.keys(STEPS).length))
  const planned = pending.length
  const forced: string[] = []
  const awake = new Set<ChildProcess>()
  const asleep = new Set<ChildProcess>()
  const timers = new Set<NodeJS.Timeout>()
  let [kills, stops, serverCrashes, going] = [0, 0, 0, true]
  const silenced: Promise<unknown>[] = []

  /** Suspends a worker until it has lost its actors, resumes it for a while, and ends it. Another takes its place meanwhile. */
  const suspended = (child: ChildProcess) => {
    stops += 1
    note(child)
    asleep.add(child)
    replace(child)
    const later = (ms: number, signal: NodeJS.Signals, next = () => {}) =>
      void timers.add(
        setTimeout(() => {
          child.kill(signal)
          next()
        }, ms),
      )
    later(STOPPED_MS, 'SIGCONT', () => later(RESUMED_MS, 'SIGKILL'))
  }
  const note = ({ pid = 0 }: ChildProcess) => {
    const atMs = Date.now()
    // Retried, because the server may be down.
    silenced.push(retried(() => watch.silent(pid, atMs)))
  }
  const replace = (child: ChildProcess) => {
    if (awake.delete(child) && going) start()
  }
  const start = () => {
    const settings: Simulated = {
      address,
      url: api.url,
      folder,
      postTimeoutMs: POST_TIMEOUT_MS,
      latencyMs: LATENCY_MS,
      pictures: PICTURES,
      measures: 0,
      actors: 8,
      connections: 6,
      reportsMemory: false,
      fault: pending.pop() ?? null,
    }
    const child = spawn(process.execPath, [join(import.meta.dirname, 'sim-child.ts'), JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    awake.add(child)
    child.stdout.on('data', (chunk: Buffer) => {
      forced.push(String(chunk).trim())
      if (String(chunk).startsWith('SIGSTOP')) suspended(child)
    })
    child.once('exit', () => {
      if (!going) return
      kills += 1
      note(child)
      asleep.delete(child)
      replace(child)
    })
  }
  for (let left = WORKERS; left > 0; left--) start()

  const began = performance.now()
  const state = async () => (await db.rows(State, STATE))[0]
  const crashAt: number[] = [...CRASH_AT]
  let [most, mostOfFew, mostUsd, atLimitUsd, nextAt, seen, seenAt] = [
    0,
    0,
    0,
    0,
    actors / VICTIMS,
    0,
    performance.now(),
  ]
  let stage: 'few' | 'half' | 'all' = 'few'
  for (;;) {
    await delay(250)
    const now = await state().catch(() => undefined)
    most = Math.max(most, api.most())
    if (!now) continue
    mostUsd = Math.max(mostUsd, (now.spent + now.reserved) / 1e6 - (stage === 'all' ? total : total / 2))
    const progress = now.done + now.spent
    if (progress > seen) [seen, seenAt] = [progress, performance.now()]
    if (now.done === actors || performance.now() - seenAt > STUCK_MS) break
    if (stage === 'few' && api.made() > calls * FEW_SHARE) {
      stage = 'half'
      ;[mostOfFew, most] = [most, 0]
      await db.run('UPDATE fleet_apis SET concurrency = $1', [PLACES]).catch(() => (stage = 'few'))
    } else if (stage === 'half' && now.stopped > 0) {
      atLimitUsd = api.made() * PRICE_USD
      await retried(() => control.setBudget(total))
      stage = 'all'
    }
    // A worker that asked just before the limit was raised may stop after it.
    if (stage === 'all' && now.stopped > 0) await control.resume(null).catch(() => {})
    if (now.done >= nextAt) {
      nextAt = now.done + actors / VICTIMS
      const victim = [...awake][Math.floor(random() * WORKERS)]
      if (random() < 0.6) victim?.kill('SIGKILL')
      else if (victim?.kill('SIGSTOP')) suspended(victim)
    }
    if (now.done / actors > (crashAt[0] ?? 2)) {
      crashAt.shift()
      serverCrashes += 1
      await postgres.crash()
    }
  }
  const seconds = (performance.now() - began) / 1000
  going = false
  for (const timer of timers) clearTimeout(timer)
  for (const child of [...awake, ...asleep]) child.kill('SIGKILL')
  await Promise.all(silenced)
  const [end, orphans, stats] = [await state(), await watch.orphans(), api.stats()]
  const histories = await Promise.all(
    stats.madeAgain.map(async ({ picture, atMs }) => {
      const made = atMs.map((at) => ({ what: `${picture} is made`, at }))
      const all = [...made, ...(await watch.historyOf(picture.split(' ')[0] ?? ''))].toSorted((a, b) => a.at - b.at)
      return all.map(({ what, at }) => `${((at - (atMs[0] ?? 0)) / 1000).toFixed(2)} s ${what}`).join(', ')
    }),
  )
  await control.close()
  await db.close()
  await api.close()
  await rm(folder, { recursive: true, force: true })
  return {
    ...stats,
    actors,
    actorsLeft: actors - (end?.done ?? 0),
    reservedUsd: (end?.reserved ?? 0) / 1e6,
    ledgerUsd: (end?.spent ?? 0) / 1e6,
    chargedUsd: stats.made * PRICE_USD,
    /** The amount charged when half of the budget was spent, and the largest amount reserved above a limit. */
    atLimitUsd,
    halfUsd: total / 2,
    overshotUsd: Math.max(0, mostUsd),
    most,
    mostOfFew,
    kills,
    stops,
    forced,
    planned,
    serverCrashes,
    scans: end?.scans ?? 0,
    orphans,
    /** Histories of the actors with a picture that was paid for twice. */
    histories,
    seconds,
  }
}

async function retried(work: () => Promise<unknown>): Promise<void> {
  for (let left = 40; ; left--) {
    try {
      await work()
      return
    } catch (error) {
      if (left === 0) throw error
      await delay(250)
    }
  }
}
