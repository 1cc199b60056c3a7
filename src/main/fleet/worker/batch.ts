import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Core } from '../../app/core.ts'
import type { Library } from '../../app/library.ts'
import type { ExecuteReport } from '../../contract/reports.ts'
import { diskFault } from '../../domain/disk-fault.ts'
import { type ErrorCode, EvencastError, messageOf } from '../../domain/error.ts'
import { StalePlanError } from '../../domain/stale-plan.ts'
import type { TakenActor } from '../ledger/actors.ts'
import { toMicros } from '../ledger/calls.ts'
import type { Ledger } from '../ledger/index.ts'
import { checkOut, type CheckedOut } from '../store/check-out.ts'
import type { SharedStore } from '../store/open-shared.ts'
import { publish, settlePublishing } from '../store/publish.ts'
import type { Staging } from '../store/staging.ts'
import { fetchMeasures, shareMeasures } from './measures.ts'

export interface BatchPorts {
  readonly core: Core
  readonly ledger: Ledger
  readonly store: SharedStore
  readonly staging: Staging
  readonly scratchDir: string
  readonly signal: AbortSignal
  readonly note: (line: string) => void
}

/** How an actor's turn ended: `again`, it is to be tried again by whoever comes; `lost`, it is another worker's. */
export type Ending = 'ended' | 'again' | 'lost'

interface Taken {
  readonly actor: TakenActor
  readonly checkedOut: CheckedOut
}

const planFile = (root: string, actorId: string): string => join(root, 'action_plans', `${actorId}_action_plan.json`)

const PASSING = new Set<ErrorCode>(['UNAVAILABLE', 'UPSTREAM', 'CANCELLED'])

/** Whatever goes wrong with one actor is that actor's, but for the disk: without it a worker can do nothing. */
async function attempt(ports: BatchPorts, actor: TakenActor, work: () => Promise<Ending>): Promise<Ending> {
  try {
    return await work()
  } catch (error) {
    if (diskFault(error) !== null) throw error
    ports.note(`${actor.actorId}: ${messageOf(error)}`)
    const code = error instanceof EvencastError ? error.code : 'INTERNAL'
    if (ports.signal.aborted || PASSING.has(code)) return 'again'
    try {
      await ports.ledger.actors.ended(actor, 'failed', messageOf(error))
      return 'ended'
    } catch (refused) {
      return refused instanceof EvencastError && refused.code === 'CONFLICT' ? 'lost' : 'again'
    }
  }
}

/** Takes actors from wherever they stand to their end, or to the plan that somebody has to approve, in one library on this machine. */
export async function workOnBatch(
  ports: BatchPorts,
  actors: readonly TakenActor[],
): Promise<ReadonlyMap<string, Ending>> {
  const { core, ledger, store, scratchDir, signal } = ports
  const root = join(scratchDir, `library-${randomUUID()}`)
  const endings = new Map<string, Ending>(actors.map(({ actorId }) => [actorId, 'again']))
  const taken = new Map<string, Taken>()
  try {
    for (const actor of actors) {
      const ending = await attempt(ports, actor, async () => {
        if (actor.publishing && (await settlePublishing(store, ledger, actor, actor.publishing)))
          return finish(ports, actor, null, null)
        if (actor.cancelled) {
          await ledger.actors.ended(actor, 'cancelled', null)
          return 'ended'
        }
        const checkedOut = await checkOut(store, actor.actorId, root, actor.begun, signal)
        await ledger.actors.checkedOut(actor, checkedOut.manifest?.etag ?? null)
        taken.set(actor.actorId, { actor, checkedOut })
        return 'again'
      })
      endings.set(actor.actorId, ending)
    }
    if (taken.size > 0) {
      const library = await core.open(root, { trust: true })
      const contents = [...taken.values()].flatMap(({ checkedOut }) => checkedOut.sha256s)
      await fetchMeasures(library, ledger, contents)
      const approved = await plan(ports, library, root, taken, endings)
      await shareMeasures(library, ledger, contents)
      await execute(ports, library, root, approved, endings)
    }
  } catch (error) {
    const disk = diskFault(error, 'start the worker again')
    if (disk !== null) throw new EvencastError('BAD_INPUT', disk, { cause: error })
    // What stands against the whole library stands against each of its actors.
    for (const actor of actors)
      if (endings.get(actor.actorId) === 'again')
        endings.set(actor.actorId, await attempt(ports, actor, () => Promise.reject(error)))
  } finally {
    await core.closeLibrary()
    await rm(root, { recursive: true, force: true })
  }
  return endings
}

/** Plans those that have no plan; answers those whose plan may be carried out. */
async function plan(
  ports: BatchPorts,
  library: Library,
  root: string,
  taken: ReadonlyMap<string, Taken>,
  endings: Map<string, Ending>,
): Promise<readonly Taken[]> {
  const { ledger, signal } = ports
  const approved: Taken[] = []
  await mkdir(join(root, 'action_plans'), { recursive: true })
  const fresh: string[] = []
  for (const [actorId, { actor }] of taken) {
    if (actor.plan === null) fresh.push(actorId)
    else await writeFile(planFile(root, actorId), actor.plan)
  }
  const summary = fresh.length === 0 ? null : await library.plan(fresh, { signal })
  for (const [actorId, each] of taken) {
    const { actor } = each
    const ending = await attempt(ports, actor, async () => {
      const failed = summary?.failed.find(({ actor_id }) => actor_id === actorId)
      if (failed) throw new EvencastError('INTERNAL', failed.error)
      const row = summary?.actors.find(({ actor_id }) => actor_id === actorId)
      if (row) {
        const { deletions, generations } = row
        const text = await readFile(planFile(root, actorId), 'utf8')
        const { fingerprint } = z.object({ fingerprint: z.string() }).parse(JSON.parse(text))
        const isDue = actor.approved || deletions + generations === 0
        const estimated = toMicros(row.estimated_cost_usd)
        const planned = { fingerprint, text, deletions, generations, estimated }
        await ledger.actors.planned(actor, isDue ? 'approved' : 'planned', planned)
        if (!isDue) return 'ended'
      }
      if (actor.begun === null) await ledger.actors.begun(actor, { manifest: each.checkedOut.manifest })
      approved.push(each)
      return 'again'
    })
    endings.set(actorId, ending)
  }
  return approved
}

async function execute(
  ports: BatchPorts,
  library: Library,
  root: string,
  approved: readonly Taken[],
  endings: Map<string, Ending>,
): Promise<void> {
  const actorIds = approved.map(({ actor }) => actor.actorId)
  const { report, stale } = await carryOut(library, actorIds, ports.signal)
  const unfinished = new Set(report?.stopped === undefined ? [] : unfinishedIn(library))
  const findings = report === null ? [] : (await library.verify({ signal: ports.signal })).findings
  for (const { actor, checkedOut } of approved) {
    const { actorId } = actor
    const ending = await attempt(ports, actor, async () => {
      const why = stale.get(actorId)
      if (why !== undefined) throw new EvencastError('STALE_PLAN', why)
      if (unfinished.has(actorId)) return unfinishedEnding(ports, actor, report?.stopped ?? '')
      const own = findings.filter(({ actor_id }) => actor_id === actorId)
      const refused = await publish(ports.store, ports.ledger, actor, checkedOut, root, own)
      if (refused !== null) return stop(ports, actor, refused)
      const done = report?.actors.find(({ actor_id }) => actor_id === actorId)
      const failed = done?.failed.filter(({ step }) => /^[dg]:/.test(step)) ?? []
      return finish(ports, actor, failed[0]?.error ?? null, done ?? null)
    })
    endings.set(actorId, ending)
  }
}

/** The actors of the last run that have steps left. */
function unfinishedIn({ parts: { runner } }: Library): readonly string[] {
  const [run] = runner.list()
  return run ? runner.openActors(run.runId) : []
}

/** For want of money somebody has to act; anything else passes. */
async function unfinishedEnding(ports: BatchPorts, actor: TakenActor, why: string): Promise<Ending> {
  if (why.startsWith('The fleet ')) return stop(ports, actor, why)
  ports.note(`${actor.actorId}: ${why}`)
  return 'again'
}

/** Until somebody resumes it: what was paid for waits where it was staged. */
async function stop({ ledger, note }: BatchPorts, actor: TakenActor, why: string): Promise<Ending> {
  note(`${actor.actorId}: ${why}`)
  await ledger.actors.ended(actor, 'stopped', why)
  return 'ended'
}

/** The plans as they were reviewed; those that no longer fit are named, and do not hold up the others. */
async function carryOut(library: Library, actorIds: readonly string[], signal: AbortSignal) {
  const stale = new Map<string, string>()
  for (;;) {
    const left = actorIds.filter((actorId) => !stale.has(actorId))
    if (left.length === 0) return { report: null, stale }
    try {
      return { report: await library.execute(left, { dryRun: false, resume: false, signal }), stale }
    } catch (error) {
      if (!(error instanceof StalePlanError) || error.again.actorIds.length === 0) throw error
      for (const actorId of error.again.actorIds) stale.set(actorId, error.message)
    }
  }
}

type Done = ExecuteReport['actors'][number]

async function finish(
  { ledger, staging }: BatchPorts,
  actor: TakenActor,
  error: string | null,
  done: Done | null,
): Promise<Ending> {
  const result = done && { deleted: done.deleted.length, generated: done.generated.length, failed: done.failed }
  await ledger.actors.ended(actor, error === null ? 'done' : 'failed', error, result)
  await staging.remove(await ledger.calls.staged(actor))
  return 'ended'
}
