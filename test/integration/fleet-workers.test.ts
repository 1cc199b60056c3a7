import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ensureBuilt } from '../../scripts/build.ts'
import { emptyManifest, upsertImage, writeManifest } from '../../src/main/domain/manifest.ts'
import { STYLES } from '../../src/main/domain/style.ts'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import { readStoredManifest } from '../../src/main/fleet/store/check-out.ts'
import { openShared } from '../../src/main/fleet/store/open-shared.ts'
import { contentOf } from '../../src/main/storage/s3/content.ts'
import { type Cluster, startCluster } from '../support/fleet-cluster.ts'
import { fleetSize, predictionsOf, readSets } from '../support/fleet-services.ts'
import { noPostgres } from '../support/postgres/server.ts'
import { CEPH_NEEDS } from '../support/s3/ceph.ts'
import { missing } from '../support/s3/packages.ts'

const why = (await noPostgres()) ?? (await missing(CEPH_NEEDS))
if (why !== null) console.warn(`SKIPPED: a fleet of workers: PostgreSQL or Ceph ${why}`)

const ACTORS = fleetSize(4)
const MOST_MS = ACTORS * 75_000

let cluster: Cluster
beforeAll(async () => {
  if (why !== null) return
  ensureBuilt()
  cluster = await startCluster(ACTORS, 200)
}, MOST_MS)
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]()
})

const Findings = z.object({ findings: z.array(z.looseObject({ actor_id: z.string() })) })
const Status = z.object({
  counts: z.record(z.string(), z.number()),
  budget: z.object({ spent_usd: z.number(), reserved_usd: z.number() }),
  actors: z.array(z.object({ note: z.string().nullable() })),
})
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20)
}

/** Drags an image as a person does, while a worker has its actor. */
async function drag(actorId: string): Promise<string> {
  const shared = await openShared(cluster.store)
  const stored = await readStoredManifest(shared, actorId)
  const manifest = stored ? readManifest(stored.text, actorId).manifest : emptyManifest(actorId, '')
  const filename = `${actorId}_2.jpg`
  const dragged = upsertImage(manifest, filename, { type: 'bw_stylized', classified_by: 'human', flagged: true })
  await shared.bucket.put(
    `${shared.location.prefix}actors/${actorId}/training_data/manifest.json`,
    contentOf(Buffer.from(writeManifest(dragged))),
    {},
  )
  return filename
}

describe.skipIf(why !== null)(`a fleet on PostgreSQL and Ceph${why === null ? '' : ` (${why})`}`, () => {
  test(
    'four workers plan it and carry the approved plans out while three are killed: all is made, nothing is paid twice, and a person’s drag stays',
    async () => {
      const { control, replicate, fleet, db } = cluster
      await control.setBudget(100)
      await control.start(cluster.store, 'all', false)
      const workers = Array.from({ length: 4 }, () => cluster.worker('--actors', '2'))
      const inStates = (states: readonly string[]) => async () => {
        const { actors } = await control.status()
        return actors.every(({ state }) => states.includes(state))
      }
      await until(async () => {
        expect(workers.flatMap(({ left }) => left() ?? [])).toEqual([])
        return inStates(['planned', 'done'])()
      })
      const { actors: planned, budget: before } = await control.status()
      const images = planned.reduce((sum, { generations }) => sum + generations, 0)
      expect(before.to_come_usd).toBeCloseTo(images * 0.04, 6)
      expect(replicate.stats().requests.create).toBe(0)

      expect((await cluster.run(['fleet', 'approve', '--all', '--yes'])).code).toBe(0)
      const bought = (share: number) => () => replicate.stats().predictionIds.length >= Math.ceil(images * share)
      const following = cluster.run(['fleet', 'status', '--follow', '--json'])
      await until(bought(0.1))
      const [first] = await db.rows(z.object({ actor_id: z.string() }), 'SELECT actor_id FROM fleet_calls LIMIT 1')
      const actorId = first?.actor_id ?? ''
      const filename = await drag(actorId)
      await until(bought(0.3))
      workers[0]?.kill('SIGKILL')
      await until(bought(0.45))
      workers[1]?.kill('SIGSTOP')
      await until(bought(0.6))
      workers[2]?.kill('SIGKILL')
      await until(inStates(['done', 'failed', 'stopped']))
      workers[1]?.kill('SIGCONT')
      for (const worker of workers) worker.kill('SIGINT')
      await Promise.all(workers.map(({ ended }) => ended))

      const { stdout, stderr } = await following
      expect(stderr).toMatch(/publishing|approved/)
      const { counts, budget, actors } = Status.parse(JSON.parse(stdout))
      const notes = actors.flatMap(({ note }) => note ?? [])
      expect({ done: counts['done'], notes }).toEqual({ done: fleet.actors.length, notes: [] })
      const { chargedUsd, perPicture, paidIds, violations } = replicate.stats()
      expect([Math.max(...perPicture.values()), violations]).toEqual([1, []])
      expect(budget.reserved_usd).toBe(0)
      expect(budget.spent_usd).toBeCloseTo(chargedUsd, 6)

      const copy = await cluster.elsewhere()
      const fetched = await cluster.run(['sync', copy, '--download', '--json'])
      expect({ code: fetched.code, stderr: fetched.stderr }).toMatchObject({ code: 0 })
      const sets = await readSets(copy, fleet.actors)
      expect(predictionsOf(sets)).toEqual(paidIds.toSorted())
      const dragged = sets.find((set) => set.actorId === actorId)?.images.find((image) => image.filename === filename)
      expect(dragged).toMatchObject({ type: 'bw_stylized', classified_by: 'human', flagged: true })
      const mixes = sets
        .filter((set) => set.actorId !== actorId)
        .map(({ counts: mix }) => STYLES.map((style) => mix[style]).join('/'))
      expect(new Set(mixes)).toEqual(new Set(['13/4/3']))
      // The drag changed this actor's mix, so its findings are left out.
      const { findings } = Findings.parse(JSON.parse((await cluster.run(['verify', copy, '--json'])).stdout))
      expect(findings.filter((finding) => finding.actor_id !== actorId)).toEqual([])
    },
    MOST_MS,
  )
})
