/** A worker whose pictures are numbers; jobs, owners, ledger and gate are real. Its argument is the JSON of `Simulated`. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { hash } from 'node:crypto'
import { z } from 'zod'
import { EvencastError, messageOf } from '../../../src/main/domain/error.ts'
import type { PaidGenerator } from '../../../src/main/generation/generator.ts'
import { openJobs } from '../../../src/main/fleet/jobs.ts'
import type { TakenActor } from '../../../src/main/fleet/ledger/actors.ts'
import { BEATS, BOUNDED, connect } from '../../../src/main/fleet/ledger/connect.ts'
import { createLedger } from '../../../src/main/fleet/ledger/index.ts'
import { createPaidGate } from '../../../src/main/fleet/paid-gate.ts'
import { startLife } from '../../../src/main/fleet/worker/life.ts'
import { createTurns, type Ending, isAway } from '../../../src/main/fleet/worker/turns.ts'
import { createWake } from '../../../src/main/kit/wake.ts'
import { randomOf } from '../../support/fleet.ts'
import { createFault } from './faults.ts'
import { MODEL_MEASURES, Simulated } from './simulated.ts'

const own = Simulated.parse(JSON.parse(process.argv[2] ?? ''))
const { url } = own
const fault = createFault(own.fault, own.postTimeoutMs)
globalThis.fetch = (input, init) => fault.fetch(input, init)

const db = await connect(own.address, own.connections)
const ledger = createLedger(db)
const aroundLedger = fault.around(ledger, randomOf(process.pid))
const staging = fault.staging({
  async put(key, bytes) {
    const staged = hash('sha256', key)
    if (own.folder !== '') await writeFile(join(own.folder, staged), bytes)
    return { staged, sha256: staged }
  },
  get: async (staged) => (own.folder === '' ? new Uint8Array(8) : readFile(join(own.folder, staged))),
  remove: async () => {},
})
const Id = z.object({ id: z.string() })
const Listed = z.array(z.object({ id: z.string(), seed: z.number() }))
const Seen = z.object({ done: z.boolean() })

/**
 * Creates the generator for a single turn of an actor. A worker that lost the actor may take it again while the earlier turn still
 * continues.
 */
function paidFor(owned: TakenActor): PaidGenerator {
  const gate = createPaidGate({
    ledger: aroundLedger,
    postTimeoutMs: own.postTimeoutMs,
    ownerOf: (actorId) => (actorId === owned.actorId ? owned : null),
    staging: () => staging,
  })
  const send = gate.fetch(url)
  return gate.wrap({
    name: 'replicate',
    model: 'm',
    secondsPerImage: 1,
    priceUsd: () => 0.04,
    lacks: () => null,
    obstacle: () => null,
    async predictionsSince() {
      const listed = Listed.parse(await (await send(`${url}/predictions`)).json())
      return new Map(listed.map(({ id, seed }) => [seed, id]))
    },
    async generate({ actorId, promptId, seed, externalId }, { signal, onExternalId }) {
      let id = externalId
      if (id === null) {
        const body = JSON.stringify({ picture: `${actorId} ${promptId}`, seed })
        id = Id.parse(await (await send(`${url}/predictions`, { method: 'POST', body, signal })).json()).id
      }
      await onExternalId(id)
      for (let waitMs = own.latencyMs; ; waitMs = 100) {
        await delay(waitMs)
        if (Seen.parse(await (await send(`${url}/predictions/${id}`, { signal })).json()).done) break
      }
      fault.at('made')
      return { bytes: new Uint8Array(8), extension: 'jpg', model: 'm', predictionId: id, seed, costUsd: 0.04 }
    },
  })
}
const jobs = await openJobs(await connect(own.address, 2, BOUNDED))
const workerId = String(process.pid)
const { signal } = new AbortController()

async function pictures(mine: TakenActor): Promise<void> {
  const { actorId } = mine
  const paid = paidFor(mine)
  const contents = Array.from({ length: own.measures }, (_, n) => hash('sha256', `${actorId} ${n}`))
  if (contents.length > 0 && (await ledger.measures.of('m', contents)).length === 0)
    await ledger.measures.put(
      'm',
      contents.map((sha256) => ({ sha256, measured: MODEL_MEASURES })),
    )
  for (let n = 0; n < own.pictures; n++)
    await paid.generate(
      {
        actorId,
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
}

async function workOn(actor: TakenActor): Promise<Ending> {
  fault.at('taken')
  try {
    await pictures(actor)
    fault.at('finished')
    await ledger.actors.ended(actor, 'done', null)
    fault.at('ended')
  } catch (error) {
    const code = error instanceof EvencastError ? error.code : null
    if (code === 'CONFLICT') return 'lost'
    if (code !== 'LIMIT') return 'again'
    await ledger.actors.ended(actor, 'stopped', messageOf(error))
  }
  return 'ended'
}

if (own.reportsMemory)
  setInterval(() => {
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    process.stdout.write(`memory ${heapUsed + external}\n`)
  }, 2000)

const wake = createWake()
await db.listen('fleet', wake.now)
const { actors } = own
const turns = createTurns({ actors, jobs, ledger, workerId, workOn, onRoom: wake.now, signal })
await startLife({ db: await connect(own.address, 2, BEATS), jobs, workerId, held: turns.held })
for (;;) {
  try {
    if (!(await turns.take())) await wake.wait(2000, signal)
  } catch (error) {
    if (!isAway(error)) throw error
    await delay(1000)
  }
}
