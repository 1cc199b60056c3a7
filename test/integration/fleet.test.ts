import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ensureBuilt } from '../../scripts/build.ts'
import { createClient } from '../../src/main/storage/s3/client.ts'
import { parseLocation } from '../../src/main/storage/s3/location.ts'
import { type CliOptions, runBuiltCli } from '../support/cli.ts'
import {
  fleetSize,
  type FleetServices,
  predictionsOf,
  readSets,
  startFleetServices,
  visionChargedUsd,
} from '../support/fleet-services.ts'
import { type Fleet, randomOf, writeFleet } from '../support/fleet.ts'
import { temporaryFolder } from '../support/library.ts'
import { startBetween } from '../support/s3/between.ts'
import { CEPH_NEEDS, startCeph } from '../support/s3/ceph.ts'
import { missing } from '../support/s3/packages.ts'

const BALANCED = { photorealistic: 13, bw_stylized: 4, color_stylized: 3 }

const noCeph = await missing(CEPH_NEEDS)
if (noCeph !== null) console.warn(`SKIPPED: the sync of the large library: Ceph ${noCeph}`)

const cleanup = new AsyncDisposableStack()
beforeAll(ensureBuilt)
afterAll(() => cleanup.disposeAsync())

interface Opened {
  readonly root: string
  readonly fleet: Fleet
  readonly services: FleetServices
  /** Runs a command over the library; `report` is its JSON output, `null` when it was killed. */
  readonly run: (
    args: readonly string[],
    options?: Partial<CliOptions>,
  ) => Promise<{ readonly code: number | null; readonly stderr: string; readonly report: unknown }>
}

const Plan = z.looseObject({
  estimated_cost_usd: z.number(),
  created_at: z.string(),
  evaluation_estimated_usd: z.number(),
  evaluation_cost_usd: z.number(),
  checks_estimated_usd: z.number(),
})
const Progress = z.looseObject({ completed: z.array(z.string()), percent: z.number() })
const Executed = z.object({
  cost_usd: z.number(),
  actors: z.array(z.object({ failed: z.array(z.object({ step: z.string(), error: z.string() })) })),
})
const Status = z.object({
  actors: z.array(z.object({ actor_id: z.string(), balanced: z.boolean(), left: z.string() })),
})
const Synced = z.object({ uploaded: z.array(z.string()) })
const failuresIn = (report: unknown) => Executed.parse(report).actors.flatMap(({ failed }) => failed)

async function open(actors: number, latencyMs: number, troubled: boolean): Promise<Opened> {
  const folder = cleanup.use(await temporaryFolder())
  const root = join(folder.path, 'library')
  const configDir = join(folder.path, 'config')
  const services = cleanup.use(await startFleetServices({ configDir, latencyMs, concurrency: 4, troubled }))
  const fleet = await writeFleet(root, actors)
  return {
    root,
    fleet,
    services,
    async run([command = '', ...args], options = {}) {
      const env = { ...services.env, ...options.env }
      const { code, stdout, stderr } = await runBuiltCli([command, root, ...args, '--json'], {
        configDir,
        ...options,
        env,
      })
      return { code, stderr, report: stdout === '' ? null : JSON.parse(stdout) }
    },
  }
}

describe('a large library, from the command line', () => {
  let opened: Opened
  let plan: z.infer<typeof Plan>
  beforeAll(async () => {
    opened = await open(fleetSize(12), 100, false)
  })

  test('plan --all asks about every image once and names the bill', async () => {
    const { run, fleet, services, root } = opened
    const { code, report, stderr } = await run(['plan', '--all'])
    expect({ code, stderr: stderr.split('\n').filter((line) => line.includes('could not')) }).toEqual({
      code: 0,
      stderr: [],
    })
    plan = Plan.parse(report)
    expect(plan).toMatchObject({ total_actors: fleet.actors.length, total_generations: fleet.missing, failed: [] })
    expect(plan.estimated_cost_usd).toBeCloseTo(fleet.missing * 0.04, 6)
    expect(services.openai.stats().invalid).toEqual([])
    const progress = Progress.parse(JSON.parse(await readFile(join(root, 'action_plans/progress.json'), 'utf8')))
    expect(progress).toMatchObject({ command: 'plan', total: fleet.actors.length, percent: 100, failed: [] })
    expect(progress.completed.toSorted()).toEqual(fleet.actors)
  })

  test('a second plan asks nothing', async () => {
    const { run, services } = opened
    const before = services.openai.stats().requests
    const { code, report } = await run(['plan', '--all'])
    expect(code).toBe(0)
    const { created_at } = Plan.parse(report)
    expect(report).toEqual({ ...plan, created_at, evaluation_estimated_usd: 0, evaluation_cost_usd: 0 })
    expect(services.openai.stats().requests).toBe(before)
  })

  test('execute changes nothing before --execute, stops at --max-cost in the middle, then makes every set whole at the price that was named', async () => {
    const { run, fleet, services, root } = opened
    const dry = await run(['execute', '--all'])
    expect(dry).toMatchObject({ code: 0, report: { dry_run: true, cost_usd: plan.estimated_cost_usd } })
    expect(services.replicate.stats().requests.create).toBe(0)

    const visionBeforeUsd = visionChargedUsd(services)
    const limitUsd = plan.estimated_cost_usd / 2
    const limited = await run(['execute', '--all', '--execute', '--max-cost', limitUsd.toFixed(2)])
    expect(limited).toMatchObject({ code: 1, report: { stopped: expect.stringContaining('cost limit') } })
    expect(limited.stderr).toContain('Raise the limit')
    const spentUsd = services.replicate.stats().chargedUsd
    expect(spentUsd).toBeGreaterThan(limitUsd / 3)
    expect(spentUsd).toBeLessThanOrEqual(limitUsd)
    const progress = Progress.parse(JSON.parse(await readFile(join(root, 'action_plans/progress.json'), 'utf8')))
    expect(progress).toMatchObject({ command: 'execute', total: fleet.actors.length, failed: [] })
    expect(progress.percent).toBeLessThan(100)
    expect(progress.completed.length).toBeLessThan(fleet.actors.length)

    const { code, report } = await run(['execute', '--all', '--execute'])
    expect({ code, failed: failuresIn(report) }).toEqual({ code: 0, failed: [] })
    const { cost_usd: costUsd } = Executed.parse(report)
    const checksUsd = visionChargedUsd(services) - visionBeforeUsd
    const sets = await readSets(root, fleet.actors)
    expect(sets.filter(({ counts }) => JSON.stringify(counts) !== JSON.stringify(BALANCED))).toEqual([])
    const { paidIds, predictionIds, chargedUsd, violations, strangers } = services.replicate.stats()
    expect(chargedUsd.toFixed(2)).toBe(plan.estimated_cost_usd.toFixed(2))
    // A run's cost is that of its pictures and of checking them.
    expect(costUsd).toBeCloseTo(chargedUsd + checksUsd, 6)
    expect(predictionsOf(sets)).toEqual(paidIds.toSorted())
    expect([predictionIds.length, violations, strangers]).toEqual([fleet.missing, [], []])
  })

  test('verify finds nothing, and a plan after the run asks nothing and leaves nothing to do', async () => {
    const { run, services } = opened
    expect(await run(['verify'])).toMatchObject({ code: 0, report: { ok: true, findings: [] } })
    const before = services.openai.stats().requests
    const { report } = await run(['plan', '--all'])
    expect(report).toMatchObject({ total_deletions: 0, total_generations: 0, estimated_cost_usd: 0, failed: [] })
    expect(services.openai.stats().requests).toBe(before)
    const status = Status.parse((await run(['status'])).report)
    // Every actor has its target mix, so an actor is unbalanced only because of its images' issues.
    for (const { balanced, left } of status.actors) expect(balanced).toBe(left === '')
  })

  test.skipIf(noCeph !== null)(
    `sync: all of it goes to Ceph, survives an interrupt, and a second one only lists${noCeph === null ? '' : ` (${noCeph})`}`,
    async () => {
      const { run, fleet } = opened
      const ceph = await startCeph()
      cleanup.defer(() => ceph.stop())
      const between = await startBetween(ceph.endpoint)
      cleanup.defer(() => between.close())
      const place = { url: 's3://fleet/sets', endpoint: between.endpoint, credentials: ceph.credentials, env: {} }
      const location = { ...place, memory: new Map() }
      await createClient(parseLocation(location), location).send(new CreateBucketCommand({ Bucket: 'fleet' }))
      const env = {
        EVENCAST_STORE: place.url,
        AWS_ENDPOINT_URL_S3: between.endpoint,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: ceph.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ceph.credentials.secretAccessKey,
      }
      const puts = () => between.seen.filter((request) => request.startsWith('PUT')).length
      const files = fleet.actors.length * 22
      const stopped = await run(['sync'], { env, stop: { signal: 'SIGINT', when: () => puts() > files / 3 } })
      expect(stopped.code).toBe(130)

      const rest = await run(['sync'], { env })
      expect(rest).toMatchObject({ code: 0, report: { downloaded: [], deleted: [], conflicts: [], failed: [] } })
      // Files uploaded before the interrupt stay in the store and are not uploaded again.
      expect(Synced.parse(rest.report).uploaded.length).toBeLessThan(files)

      between.seen.length = 0
      const again = await run(['sync'], { env })
      expect(again).toMatchObject({
        code: 0,
        report: { uploaded: [], downloaded: [], deleted: [], conflicts: [], failed: [], bytes: 0 },
      })
      expect(new Set(between.seen)).toEqual(new Set(['GET /fleet/']))
      expect(await run(['verify'], { env })).toMatchObject({ code: 0, report: { ok: true } })
    },
  )
})

/** Returns ascending fractions of the work, each in its own interval, with enough left after the last one that it cannot be the end. */
const momentsOf = (random: () => number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (i + 0.2 + 0.7 * random()) / (count + 1.5))

test('throttled, broken off, killed and interrupted on the way, it ends the same, and no picture is paid for twice', async () => {
  const seed = Number(process.env['EVENCAST_SEED'] ?? Date.now() % 100_000)
  console.log(`EVENCAST_SEED=${seed}`)
  const random = randomOf(seed)
  const { run, root, fleet, services } = await open(fleetSize(6), 150, true)
  const { openai, replicate } = services

  const asked = () => openai.stats().requests
  const atLeast = fleet.actors.length * 2
  const [first = 0, second = 0] = momentsOf(random, 2).map((share) => Math.ceil(share * atLeast))
  const killed = await run(['plan', '--all'], { stop: { signal: 'SIGKILL', when: () => asked() >= first } })
  expect(killed.code).toBeNull()
  const more = asked() + 1
  const interrupted = await run(['plan', '--all'], {
    stop: { signal: 'SIGINT', when: () => asked() >= Math.max(second, more) },
  })
  expect(interrupted, interrupted.stderr).toMatchObject({ code: 130, report: { code: 'CANCELLED' } })
  const planned = await run(['plan', '--all'])
  expect(planned).toMatchObject({ code: 0, report: { total_generations: fleet.missing, failed: [] } })

  replicate.fail({ on: 'ending', ending: 'moderation', skip: Math.floor(fleet.missing / 2) })
  const bought = () => replicate.stats().predictionIds.length
  const endings: (number | null)[] = []
  for (const [i, share] of momentsOf(random, 4).entries()) {
    const signal = i % 2 === 0 ? 'SIGKILL' : 'SIGINT'
    // A late kill may have passed this moment already, so each process may buy at least one picture before its own.
    const enough = Math.max(Math.ceil(share * fleet.missing), bought() + 1)
    const stop = { signal, when: () => bought() >= enough } as const
    endings.push((await run(['execute', '--all', '--execute'], { stop })).code)
  }
  expect(endings).toEqual([null, 130, null, 130])
  const ended = await run(['execute', '--all', '--execute'])
  expect(ended.code).toBe(1)
  const failed = failuresIn(ended.report)
  // A request that a kill interrupted before it reached the service is repeated only when a person confirms.
  const unknown = failed.filter(({ error }) => error.includes('it may have been charged'))
  expect(failed.filter((failure) => !unknown.includes(failure))).toEqual([
    { step: expect.stringMatching(/^g:/), error: expect.stringContaining('choose another prompt') },
  ])
  expect(ended.stderr).toContain('choose another prompt')
  const retried = await run(['execute', '--all', '--execute', '--retry-failed'])
  expect({ code: retried.code, failed: failuresIn(retried.report) }).toEqual({ code: 0, failed: [] })

  const sets = await readSets(root, fleet.actors)
  expect(sets.filter(({ counts }) => JSON.stringify(counts) !== JSON.stringify(BALANCED))).toEqual([])
  const { paidIds, perPicture, violations } = replicate.stats()
  expect(predictionsOf(sets)).toEqual(paidIds.toSorted())
  expect([paidIds.length, Math.max(...perPicture.values()), violations]).toEqual([fleet.missing, 1, []])
  expect(replicate.stats().chargedUsd).toBeCloseTo(fleet.missing * 0.04, 6)
  expect(Executed.parse(retried.report).cost_usd).toBeGreaterThanOrEqual(replicate.stats().chargedUsd)
  expect(await run(['verify'])).toMatchObject({ code: 0, report: { ok: true, findings: [] } })
})
