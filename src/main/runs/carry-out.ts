import PQueue from 'p-queue'
import { EvencastError, messageOf } from '../domain/error.ts'
import type { RunContext } from './context.ts'
import { deleteImage } from './delete-image.ts'
import { inTime, mayGo } from './held-deletions.ts'
import { NOT_REPLACED } from './not-replaced.ts'
import { makeImage, type Turns } from './make-image.ts'
import { prepareActor } from './manifests.ts'
import type { DeleteStep, GenerateStep, Step } from './records.ts'
import { stopFor } from './stop.ts'

const isOpen = (step: Step): boolean => step.state === 'pending' || step.state === 'intended'

const wasAsked = (step: Step): step is GenerateStep =>
  step.kind === 'generate' && (step.externalId !== null || step.askedAt !== null || step.made !== null)

/** Images in progress per generator slot: as many again are being prepared, and as many checked and placed. */
const AHEAD = 3
/** Actors prepared in parallel; more would only delay the first one. */
const PREPARING = 2

interface Queues {
  readonly preparing: PQueue
  readonly images: PQueue
  readonly atGenerator: Turns['atGenerator']
}

/**
 * Executes every open step of a run: per actor first deletions, then generations, which run in parallel over all actors, and last the
 * deletions that waited for them. A generator slot is held only while the generator works, and the next image is already prepared.
 */
export async function carryOut(context: RunContext): Promise<void> {
  const { runId, journal, concurrency } = context
  const places = new PQueue({ concurrency })
  const queues: Queues = {
    preparing: new PQueue({ concurrency: PREPARING }),
    images: new PQueue({ concurrency: AHEAD * concurrency }),
    atGenerator: (priority, work) => places.add(work, { priority }),
  }
  const actors = new PQueue({ concurrency: AHEAD * concurrency + PREPARING })
  const work = journal.actors.idsByWork(runId).map((actorId) =>
    actors.add(async () => {
      try {
        await carryOutActor(context, queues, actorId)
      } catch (error) {
        // The journal itself failed, and nothing may continue without it.
        context.stop.request('error', messageOf(error))
        throw error
      }
    }),
  )
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

async function carryOutActor(context: RunContext, queues: Queues, actorId: string): Promise<void> {
  const { generations, later } = await queues.preparing.add(() => prepare(context, actorId))
  const inOrder = new PQueue({ concurrency: 1 })
  const turns: Turns = { atGenerator: queues.atGenerator, placing: (task) => inOrder.add(task) }
  await Promise.all(
    generations.map((step) => queues.images.add(() => attempt(context, step, () => makeImage(context, step, turns)))),
  )
  if (later.length > 0) await carryOutLater(context, actorId, later)
}

/** Executes deletions that waited for replacements: as many as were generated. */
async function carryOutLater(context: RunContext, actorId: string, later: readonly DeleteStep[]): Promise<void> {
  for (const step of later) {
    if (context.stop.requested) break
    if (mayGo(context, actorId) > 0) await attempt(context, step, () => deleteImage(context, step))
    else context.journal.log.finish(step, 'skipped', NOT_REPLACED)
  }
  context.ports.changed([actorId])
}

interface Prepared {
  readonly generations: readonly GenerateStep[]
  /** Deletions that wait for these generations. */
  readonly later: readonly DeleteStep[]
}

const NOTHING: Prepared = { generations: [], later: [] }

/** Prepares the actor and executes the deletions that need no replacement; returns the images to generate. */
async function prepare(context: RunContext, actorId: string): Promise<Prepared> {
  const { runId, journal, ports, stop, pace, now } = context
  const actor = journal.actors.get(runId, actorId)
  if (stop.requested || !actor || actor.error !== null) return NOTHING
  const steps = journal.steps.ofActor(runId, actorId).filter(isOpen)
  if (context.findOnly) return { generations: steps.filter(wasAsked), later: [] }
  if (actor.completed && steps.length === 0) return NOTHING
  const ready = await guarded(
    context,
    () => prepareActor(context, actorId),
    (error) => {
      journal.actors.fail(runId, actorId, error)
      for (const step of steps) journal.log.finish(step, 'failed', error)
    },
  )
  if (!ready) return NOTHING
  // The steps are read again because preparing has recorded the images' labels.
  const open = journal.steps.ofActor(runId, actorId).filter(isOpen)
  const deletions = inTime(
    context,
    actorId,
    open.filter((step) => step.kind === 'delete'),
  )
  for (const step of deletions.now) {
    const start = now().getTime()
    const done = await attempt(context, step, () => deleteImage(context, step))
    if (done) pace.took('delete', (now().getTime() - start) / 1000)
  }
  if (deletions.now.length > 0) ports.changed([actorId])
  return { generations: open.filter((step) => step.kind === 'generate'), later: deletions.later }
}

/** Executes one step; a failure concerns only this step. Returns true when it succeeded. */
async function attempt(context: RunContext, step: Step, work: () => Promise<void>): Promise<boolean> {
  if (context.stop.requested) return false
  const carriedOut = await guarded(context, work, (error) => context.journal.log.finish(step, 'failed', error))
  context.say()
  return carriedOut
}

/** Returns false when the work failed: either the whole run stops, which leaves the step open, or `fail` records the reason. */
async function guarded(
  { stop }: RunContext,
  work: () => Promise<void>,
  fail: (error: string) => void,
): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    const whole = stopFor(error)
    if (whole) stop.request(whole.reason, whole.note)
    // A step that a stop has interrupted is not failed; it becomes pending again.
    else if (!stop.signal.aborted && !(stop.requested && isCancelled(error))) fail(messageOf(error))
    return false
  }
}

const isCancelled = (error: unknown): boolean => error instanceof EvencastError && error.code === 'CANCELLED'
