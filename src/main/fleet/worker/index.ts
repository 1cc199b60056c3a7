import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Core, CorePorts } from '../../app/core.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { openJobs } from '../jobs.ts'
import { BEATS, BOUNDED, type connect } from '../ledger/connect.ts'
import { createLedger } from '../ledger/index.ts'
import { assertCurrent, readFleet } from '../ledger/settings.ts'
import { checkOut } from '../store/check-out.ts'
import { openShared, type SharedOptions } from '../store/open-shared.ts'
import { createStaging, type Staging } from '../store/staging.ts'
import { createWake } from '../../kit/wake.ts'
import { type Slot, openSlot } from './slots.ts'
import { startLife } from './life.ts'
import { makeScratch } from './scratch.ts'
import { createTurns, isAway } from './turns.ts'

export interface WorkerPorts {
  readonly address: string
  readonly connect: typeof connect
  /** Folder in which the worker creates its own folder, which is removed at the end. */
  readonly scratchDir: string
  /** Number of actors at a time. */
  readonly actors: number
  /** Ends the worker when nothing waits any longer. */
  readonly untilIdle: boolean
  readonly env: CorePorts['env']
  /** Credentials of the store; null: those of the machine. */
  readonly credentials: SharedOptions['credentials'] | null
  readonly createCore: (own: Pick<CorePorts, 'flags' | 'paid' | 'known'>) => Promise<Core>
  readonly signal: AbortSignal
  readonly note: (line: string) => void
}

/** Poll interval; usually a notification comes first. */
const POLL_MS = 2000
const UNREACHABLE_MS = 1000

/** Works for a fleet until `signal` aborts. Throws BAD_INPUT for a fleet or a store that it cannot work with. */
export async function work(ports: WorkerPorts): Promise<void> {
  const { address, connect, note, signal } = ports
  await using stack = new AsyncDisposableStack()
  const db = await connect(address)
  stack.defer(() => db.close())
  const ledger = createLedger(db)
  // Jobs have their own connections, so that they neither wait for the work nor hang on a silently lost connection. Heartbeats have their
  // own, so that they do not even wait for jobs.
  const ofJobs = await connect(address, 2, BOUNDED)
  stack.defer(() => ofJobs.close())
  const ofLife = await connect(address, 2, BEATS)
  stack.defer(() => ofLife.close())
  const { store: url, settings } = await readFleet(db)
  await assertCurrent(db)
  const { postTimeoutMs, ...flags } = settings
  let staging: Staging | null = null
  // The core must not use the store, because the fleet does, and plans of a fleet are based on pixels only.
  const fixed = { store: '', evaluator: 'local', autoAssess: false, automaticSnapshots: 0, maxCostUsd: null } as const
  const slots: Slot[] = []
  stack.defer(async () => void (await Promise.all(slots.map(({ core }) => core.close()))))
  const addSlot = async () => {
    const slot = await openSlot({
      paid: {
        ledger,
        postTimeoutMs,
        staging() {
          if (!staging) throw new EvencastError('INTERNAL', 'The store is not open yet.')
          return staging
        },
      },
      createCore: (own) => ports.createCore({ ...own, flags: { ...flags, ...fixed } }),
    })
    slots.push(slot)
    return slot
  }
  const first = await addSlot()
  const free = [first]
  const { storeEndpoint, storeRegion, storeProfile, unencryptedHosts } = first.core.settings().values
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
  const onFault = (error: unknown) => note(`Jobs of silent workers could not be checked: ${messageOf(error)}`)
  const jobs = await openJobs(ofJobs, onFault)
  stack.defer(() => jobs.close())
  const wake = createWake()
  stack.defer(await db.listen('fleet', wake.now))
  const workerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 4)}`
  stack.defer(async () => void (await ledger.workers.left(workerId).catch(() => {})))
  const ending = new AbortController()
  const shared = {
    checkOut,
    ledger,
    store,
    staging,
    scratchDir,
    note,
    signal: AbortSignal.any([signal, ending.signal]),
  }
  const turns = createTurns({
    jobs,
    ledger,
    workerId,
    actors: ports.actors,
    signal: shared.signal,
    onRoom: wake.now,
    async workOn(actor) {
      const slot = free.pop() ?? (await addSlot())
      try {
        return await slot.workOn(shared, actor)
      } finally {
        free.push(slot)
      }
    },
  })
  stack.defer(await startLife({ db: ofLife, jobs, workerId, held: turns.held, onFault }))
  stack.defer(async () => {
    ending.abort()
    await turns.close()
  })
  note(`Working for the fleet on ${url}. Stop with Ctrl+C.`)
  while (!signal.aborted) {
    try {
      if (await turns.take()) continue
      await first.settleCancelled(signal)
      if (ports.untilIdle && (await turns.isIdle())) return
      await wake.wait(POLL_MS, signal)
    } catch (error) {
      if (signal.aborted) return
      if (!isAway(error)) throw error
      note(messageOf(error))
      await delay(UNREACHABLE_MS)
    }
  }
}
