import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Core, CorePorts } from '../../app/core.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { openJobs } from '../jobs.ts'
import type { Owned } from '../ledger/calls.ts'
import { BOUNDED, connect } from '../ledger/connect.ts'
import { createLedger } from '../ledger/index.ts'
import { assertCurrent, readFleet } from '../ledger/settings.ts'
import { workersOf } from '../ledger/workers.ts'
import { createPaidGate } from '../paid-gate.ts'
import { openShared, type SharedOptions } from '../store/open-shared.ts'
import { createStaging, type Staging } from '../store/staging.ts'
import { makeScratch } from './scratch.ts'
import { createTurns } from './turns.ts'
import { createWake } from '../../kit/wake.ts'

export interface WorkerPorts {
  readonly address: string
  /** Where a folder of its own is made, and removed at the end. */
  readonly scratchDir: string
  /** Actors at once. */
  readonly actors: number
  /** Ends when nothing waits any more. */
  readonly untilIdle: boolean
  readonly env: CorePorts['env']
  /** Of the store; null: whatever else the machine has decides. */
  readonly credentials: SharedOptions['credentials'] | null
  readonly createCore: (own: Pick<CorePorts, 'flags' | 'paid'>) => Promise<Core>
  readonly signal: AbortSignal
  readonly note: (line: string) => void
}

/** Well below what the jobs take for a worker's death. */
const BEAT_MS = 3000
/** Mostly a notice comes first. */
const POLL_MS = 2000
const UNREACHABLE_MS = 1000

/** Works for a fleet until it is told to stop. Throws BAD_INPUT for a fleet or a store that it cannot work with. */
export async function work(ports: WorkerPorts): Promise<void> {
  const { address, note, signal } = ports
  await using stack = new AsyncDisposableStack()
  const db = await connect(address)
  stack.defer(() => db.close())
  const ledger = createLedger(db)
  // What says that this worker lives waits for nothing that its work waits for, and for no connection that is lost without a sign.
  const life = await connect(address, 2, BOUNDED)
  stack.defer(() => life.close())
  const { store: url, settings } = await readFleet(db)
  await assertCurrent(db)
  const { postTimeoutMs, ...flags } = settings
  const owned = new Map<string, Owned>()
  let staging: Staging | null = null
  const paid = createPaidGate({
    ledger,
    ownerOf: (actorId) => owned.get(actorId) ?? null,
    postTimeoutMs,
    staging() {
      if (!staging) throw new EvencastError('INTERNAL', 'The store is not open yet.')
      return staging
    },
  })
  // The store is the fleet's business alone, and pixels are all that its plans are made by.
  const fixed = { store: '', evaluator: 'local', autoAssess: false, automaticSnapshots: 0, maxCostUsd: null } as const
  const core = await ports.createCore({ paid, flags: { ...flags, ...fixed } })
  stack.defer(() => core.close())
  const { storeEndpoint, storeRegion, storeProfile, unencryptedHosts } = core.settings().values
  const store = await openShared(
    {
      url,
      env: ports.env,
      unencryptedHosts,
      ...(ports.credentials && { credentials: ports.credentials }),
      ...(storeEndpoint && { endpoint: storeEndpoint }),
      ...(storeRegion && { region: storeRegion }),
      ...(storeProfile && { profile: storeProfile }),
    },
    signal,
  )
  staging = createStaging(store)
  const scratchDir = await makeScratch(ports.scratchDir)
  stack.defer(() => rm(scratchDir, { recursive: true, force: true }))
  const jobs = await openJobs(life, {
    supervise: true,
    onError: ({ message }) => note(`Jobs of silent workers could not be checked: ${message}`),
  })
  stack.defer(() => jobs.close())
  const wake = createWake()
  stack.defer(await db.listen('fleet', wake.now))
  const workerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 4)}`
  stack.defer(async () => void (await ledger.workers.left(workerId).catch(() => {})))
  const turns = createTurns({
    jobs,
    ledger,
    workerId,
    owned,
    actors: ports.actors,
    batch: { core, ledger, store, staging, scratchDir, signal, note },
  })
  const beat = async () => {
    await workersOf(life).beat(workerId, hostname(), process.pid, owned.size)
    await turns.beat()
  }
  await beat()
  const beating = setInterval(() => void beat().catch(() => {}), BEAT_MS)
  stack.defer(() => clearInterval(beating))
  note(`Working for the fleet on ${url}. Stop with Ctrl+C.`)
  while (!signal.aborted) {
    try {
      if (await turns.take()) continue
      await paid.settleCancelled(signal)
      if (ports.untilIdle && (await turns.isIdle())) return
      await wake.wait(POLL_MS, signal)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof EvencastError) || error.code !== 'UNAVAILABLE') throw error
      note(messageOf(error))
      await delay(UNREACHABLE_MS)
    }
  }
}
