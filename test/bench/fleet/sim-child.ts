/** A worker whose pictures are numbers: jobs, owners, ledger and gate are the real ones. Arguments: database, service, staging folder, seed of its faults. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { hash } from 'node:crypto'
import { z } from 'zod'
import type { PaidGenerator } from '../../../src/main/generation/generator.ts'
import { openJobs } from '../../../src/main/fleet/jobs.ts'
import type { TakenActor } from '../../../src/main/fleet/ledger/actors.ts'
import { connect } from '../../../src/main/fleet/ledger/connect.ts'
import { createLedger } from '../../../src/main/fleet/ledger/index.ts'
import { createPaidGate } from '../../../src/main/fleet/paid-gate.ts'
import { randomOf } from '../../support/fleet.ts'

const [address = '', url = '', folder = '', seed = '0', post = '1500', pictures = '5'] = process.argv.slice(2)
const ACTORS_AT_ONCE = 4
/** One of so many steps ends the process; there are six in a picture. */
const FAULT_EVERY = 400

const random = randomOf(Number(seed))
const fault = () => {
  if (Number(seed) > 0 && random() < 1 / FAULT_EVERY) process.kill(process.pid, 'SIGKILL')
}

const db = await connect(address, 6)
const ledger = createLedger(db)
const owned = new Map<string, TakenActor>()
const gate = createPaidGate({
  ledger,
  postTimeoutMs: Number(post),
  ownerOf: (actorId) => owned.get(actorId) ?? null,
  staging: () => ({
    async put(key, bytes) {
      fault()
      const staged = hash('sha256', key)
      await writeFile(join(folder, staged), bytes)
      fault()
      return { staged, sha256: staged }
    },
    get: (staged) => readFile(join(folder, staged)),
    remove: async () => {},
  }),
})
const send = gate.fetch(url)
const Id = z.object({ id: z.string() })
const generator: PaidGenerator = {
  name: 'replicate',
  model: 'm',
  secondsPerImage: 1,
  priceUsd: () => 0.04,
  lacks: () => null,
  obstacle: () => null,
  async predictionsSince() {
    const listed = z
      .array(z.object({ id: z.string(), seed: z.number() }))
      .parse(await (await send(`${url}/predictions`)).json())
    return new Map(listed.map(({ id, seed: of }) => [of, id]))
  },
  async generate({ actorId, promptId, seed: of, externalId }, { signal, onExternalId }) {
    let id = externalId
    if (id === null) {
      fault()
      const body = JSON.stringify({ picture: `${actorId} ${promptId}`, seed: of })
      const response = await send(`${url}/predictions`, { method: 'POST', body, signal })
      fault()
      id = Id.parse(await response.json()).id
    }
    await onExternalId(id)
    fault()
    for (;;) {
      const { done } = z
        .object({ done: z.boolean() })
        .parse(await (await send(`${url}/predictions/${id}`, { signal })).json())
      if (done) break
      await delay(100)
    }
    fault()
    return { bytes: new Uint8Array(8), extension: 'jpg', model: 'm', predictionId: id, seed: of, costUsd: 0.04 }
  },
}
const paid = gate.wrap(generator)
const jobs = await openJobs(db, { supervise: true })
const held = new Set<Awaited<ReturnType<typeof jobs.fetch>>[number]>()
const workerId = String(process.pid)
setInterval(() => {
  ledger.workers.beat(workerId, 'here', process.pid, held.size).catch(() => {})
  jobs.beat([...held]).catch(() => {})
}, 3000)

async function actor(): Promise<boolean> {
  const [job] = await jobs.fetch(1)
  if (!job) return false
  held.add(job)
  try {
    const mine = await ledger.actors.take(job.runId, job.actorId, workerId)
    if (mine) {
      owned.set(job.actorId, mine)
      for (let n = 0; n < Number(pictures); n++)
        await paid.generate(
          {
            actorId: job.actorId,
            type: 'photorealistic',
            promptId: `p${n}`,
            prompt: '',
            aspectRatio: '1:1',
            variant: 'reframe',
            seed: 0,
            attempt: 0,
            externalId: null,
            askedAt: null,
            base: null,
            photographs: [],
            drawings: [],
          },
          { signal: new AbortController().signal, onExternalId: async () => {}, inTurn: (work) => work() },
        )
      fault()
      await ledger.actors.ended(mine, 'done', null)
    }
    await jobs.done(job)
  } finally {
    held.delete(job)
  }
  return true
}

await Promise.all(
  Array.from({ length: ACTORS_AT_ONCE }, async () => {
    for (;;) if (!(await actor().catch(() => false))) await delay(300)
  }),
)
