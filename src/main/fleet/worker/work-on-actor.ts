import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Core } from '../../app/core.ts'
import type { Library } from '../../app/library.ts'
import type { ExecuteReport } from '../../contract/reports.ts'
import { diskFault } from '../../domain/disk-fault.ts'
import { type ErrorCode, EvencastError, messageOf } from '../../domain/error.ts'
import type { TakenActor } from '../ledger/actors.ts'
import { toMicros } from '../ledger/calls.ts'
import type { ReadFile } from '../ledger/contents.ts'
import type { Ledger } from '../ledger/index.ts'
import type { CheckedOut, CheckOut, KnownOf } from '../store/check-out.ts'
import type { SharedStore } from '../store/open-shared.ts'
import { publish, settlePublishing } from '../store/publish.ts'
import type { Staging } from '../store/staging.ts'
import type { WorkerFiles } from './known-files.ts'
import { fetchMeasures, shareMeasures } from './measures.ts'
import type { Ending } from './turns.ts'

export interface WorkPorts {
  readonly core: Core
  readonly ledger: Ledger
  readonly store: SharedStore
  readonly staging: Staging
  /** Measures that the core uses in place of images that were not copied. */
  readonly known: WorkerFiles
  readonly scratchDir: string
  /** Copies an actor's files to this machine. */
  readonly checkOut: CheckOut
  readonly signal: AbortSignal
  readonly note: (line: string) => void
}

const planFile = (root: string, actorId: string): string => join(root, 'action_plans', `${actorId}_action_plan.json`)

const PASSING = new Set<ErrorCode>(['UNAVAILABLE', 'UPSTREAM', 'CANCELLED'])

/** Takes an actor from its current state to its end, or to a plan that waits for approval, in a library on this machine. */
export async function workOnActor(ports: WorkPorts, actor: TakenActor): Promise<Ending> {
  const { core, ledger, scratchDir, signal, note } = ports
  const root = join(scratchDir, `library-${randomUUID()}`)
  try {
    return await workIn(ports, actor, root)
  } catch (error) {
    // A worker without a working disk must stop; any other error concerns the actor only.
    const disk = diskFault(error, 'start the worker again')
    if (disk !== null) throw new EvencastError('BAD_INPUT', disk, { cause: error })
    note(`${actor.actorId}: ${messageOf(error)}`)
    const code = error instanceof EvencastError ? error.code : 'INTERNAL'
    if (signal.aborted || PASSING.has(code)) return 'again'
    try {
      await ledger.actors.ended(actor, 'failed', messageOf(error))
      return 'ended'
    } catch (refused) {
      return refused instanceof EvencastError && refused.code === 'CONFLICT' ? 'lost' : 'again'
    }
  } finally {
    await core.closeLibrary()
    await rm(root, { recursive: true, force: true })
  }
}

async function workIn(ports: WorkPorts, actor: TakenActor, root: string): Promise<Ending> {
  const { core, ledger, store, signal } = ports
  const { actorId } = actor
  if (actor.publishing && (await settlePublishing(store, ledger, actor, actor.publishing)))
    return finish(ports, actor, null, null)
  if (actor.cancelled) {
    await ledger.actors.ended(actor, 'cancelled', null)
    return 'ended'
  }
  const checkedOut = await ports.checkOut(store, actorId, root, actor.begun, signal, knownTo(ports, actor))
  await ledger.actors.checkedOut(actor, checkedOut.manifest?.etag ?? null)
  await ports.known.load(core, checkedOut)
  const library = await core.open(root, { trust: true, remember: false })
  const { sha256s, images } = checkedOut
  await fetchMeasures(library, ledger, sha256s)
  const isDue = await plan(ports, library, root, actor, checkedOut)
  await share(ports, library, actor, sha256s, images)
  if (!isDue) return 'ended'
  if (actor.begun === null) await ledger.actors.begun(actor, { manifest: checkedOut.manifest })
  return execute(ports, library, root, actor, checkedOut)
}

/**
 * Shares measures. A failure is only noted: without them other workers measure again, which is no reason to repeat or fail a stored plan.
 */
const share = (
  { ledger, note }: WorkPorts,
  library: Library,
  { actorId }: TakenActor,
  sha256s: readonly string[],
  images: readonly ReadFile[],
): Promise<void> =>
  shareMeasures(library, ledger, sha256s, images).catch((error: unknown) => note(`${actorId}: ${messageOf(error)}`))

const PlannedFor = z.object({ generator: z.string() })
/** The generator that needs only the base image and a prompt. Any other starts from images of the set, which must then be copied. */
const FROM_BASE = 'replicate'

/** Returns a lookup of images of this actor that need not be copied; undefined when all are needed. */
function knownTo({ core, known }: WorkPorts, { plan: text }: TakenActor): KnownOf | undefined {
  const { generator } =
    text === null ? core.settings().values : (PlannedFor.safeParse(JSON.parse(text)).data ?? { generator: '' })
  return generator === FROM_BASE ? (images) => known.known(core, images) : undefined
}

/** Throws UNAVAILABLE when the core did not recognize an image that was not copied, because the plan would be wrong. */
function assertKnown({ parts: { context } }: Library, { actorId, elsewhere }: CheckedOut): void {
  for (const { filename, sha256 } of context.catalog.images.ofActor(actorId)) {
    const known = elsewhere.get(filename)
    if (known && known.sha256 !== sha256)
      throw new EvencastError('UNAVAILABLE', `${filename} was not recognised. ${actorId} is worked on again.`)
  }
}

/** Plans the actor if it has no plan. Returns true when the plan may be run. */
async function plan(
  { ledger, signal }: WorkPorts,
  library: Library,
  root: string,
  actor: TakenActor,
  checkedOut: CheckedOut,
): Promise<boolean> {
  const { actorId } = actor
  await mkdir(join(root, 'action_plans'), { recursive: true })
  if (actor.plan !== null) {
    await writeFile(planFile(root, actorId), actor.plan)
    return true
  }
  const { actors, failed } = await library.plan([actorId], { signal })
  for (const { error } of failed) throw new EvencastError('INTERNAL', error)
  const row = actors.find(({ actor_id }) => actor_id === actorId)
  if (!row) throw new EvencastError('INTERNAL', `${actorId} was not planned.`)
  assertKnown(library, checkedOut)
  const { deletions, generations } = row
  const text = await readFile(planFile(root, actorId), 'utf8')
  const { fingerprint } = z.object({ fingerprint: z.string() }).parse(JSON.parse(text))
  const isDue = actor.approved || deletions + generations === 0
  const estimated = toMicros(row.estimated_cost_usd)
  const planned = { fingerprint, text, deletions, generations, estimated }
  await ledger.actors.planned(actor, isDue ? 'approved' : 'planned', planned)
  return isDue
}

/** Runs the reviewed plan. Throws STALE_PLAN when it no longer fits. */
async function execute(
  ports: WorkPorts,
  library: Library,
  root: string,
  actor: TakenActor,
  checkedOut: CheckedOut,
): Promise<Ending> {
  const { ledger, store, signal, note } = ports
  const { actorId } = actor
  const { stopped, actors } = await library.execute([actorId], { dryRun: false, resume: false, signal })
  if (stopped !== undefined && isUnfinished(library, actorId)) {
    // A person has to raise the budget or resume the fleet; any other cause passes.
    if (stopped.startsWith('The fleet ')) return stop(ports, actor, stopped)
    note(`${actorId}: ${stopped}`)
    return 'again'
  }
  const elsewhere = (_: string, filename: string) => checkedOut.elsewhere.get(filename)?.sha256
  const { findings } = await library.verify({ signal, elsewhere })
  const own = findings.filter(({ actor_id }) => actor_id === actorId)
  const stored: ReadFile[] = []
  const onStored = (image: ReadFile) => void stored.push(image)
  const refused = await publish(store, ledger, actor, checkedOut, root, own, onStored)
  if (refused !== null) return stop(ports, actor, refused)
  const sha256s = stored.map(({ sha256 }) => sha256)
  await share(ports, library, actor, sha256s, stored)
  const done = actors.find(({ actor_id }) => actor_id === actorId)
  const failed = done?.failed.filter(({ step }) => /^[dg]:/.test(step)) ?? []
  return finish(ports, actor, failed[0]?.error ?? null, done ?? null)
}

/** Returns true when the last run has unfinished steps for the actor. */
function isUnfinished({ parts: { runner } }: Library, actorId: string): boolean {
  const [run] = runner.list()
  return run !== undefined && runner.openActors(run.runId).includes(actorId)
}

/** Stops the actor until a person resumes it. Images that were paid for stay staged. */
async function stop({ ledger, note }: WorkPorts, actor: TakenActor, why: string): Promise<Ending> {
  note(`${actor.actorId}: ${why}`)
  await ledger.actors.ended(actor, 'stopped', why)
  return 'ended'
}

type Done = ExecuteReport['actors'][number]

async function finish(
  { ledger, staging }: WorkPorts,
  actor: TakenActor,
  error: string | null,
  done: Done | null,
): Promise<Ending> {
  const result = done && { deleted: done.deleted.length, generated: done.generated.length, failed: done.failed }
  await ledger.actors.ended(actor, error === null ? 'done' : 'failed', error, result)
  await staging.remove(await ledger.calls.staged(actor))
  return 'ended'
}
