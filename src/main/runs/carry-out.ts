import PQueue from 'p-queue'
import { messageOf } from '../domain/error.ts'
import type { RunContext } from './context.ts'
import { deleteImage } from './delete-image.ts'
import { makeImage } from './make-image.ts'
import { prepareActor } from './manifests.ts'
import type { Step } from './records.ts'
import { stopFor } from './stop.ts'

const isOpen = (step: Step): boolean => step.state === 'pending' || step.state === 'intended'

/** Works through every open step of a run: per actor deletions first, then generations, these side by side over all actors. */
export async function carryOut(context: RunContext): Promise<void> {
  const { runId, journal, concurrency } = context
  // A few actors beyond those whose images are being made, so that preparing one never leaves a generator idle.
  const actors = new PQueue({ concurrency: concurrency + 2 })
  const making = new PQueue({ concurrency })
  const work = journal.actors.ids(runId).map((actorId) =>
    actors.add(async () => {
      try {
        await carryOutActor(context, making, actorId)
      } catch (error) {
        // The journal itself does not work: nothing may go on without it.
        context.stop.request('error', messageOf(error))
        throw error
      }
    }),
  )
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

async function carryOutActor(context: RunContext, making: PQueue, actorId: string): Promise<void> {
  const { runId, journal, ports, stop, pace, now } = context
  const actor = journal.actors.get(runId, actorId)
  if (stop.requested || !actor || actor.error !== null) return
  const steps = journal.steps.ofActor(runId, actorId).filter(isOpen)
  if (actor.completed && steps.length === 0) return
  const ready = await guarded(
    context,
    () => prepareActor(context, actorId),
    (error) => {
      journal.actors.fail(runId, actorId, error)
      for (const step of steps) journal.log.finish(step, 'failed', error)
    },
  )
  if (!ready) return
  /** One step, timed; its failure is its own. */
  const attempt = async (step: Step, work: () => Promise<void>): Promise<void> => {
    if (stop.requested) return
    const start = now().getTime()
    const carriedOut = await guarded(context, work, (error) => journal.log.finish(step, 'failed', error))
    if (carriedOut) pace.took(step.kind, (now().getTime() - start) / 1000)
    context.say()
  }
  // Read again: preparing has noted the images' labels.
  const open = journal.steps.ofActor(runId, actorId).filter(isOpen)
  for (const step of open) {
    if (step.kind === 'delete') await attempt(step, () => deleteImage(context, step))
  }
  if (open.some((step) => step.kind === 'delete')) ports.changed([actorId])
  const placing = new PQueue({ concurrency: 1 })
  await Promise.all(
    open
      .filter((step) => step.kind === 'generate')
      .map((step) => making.add(() => attempt(step, () => makeImage(context, step, (task) => placing.add(task))))),
  )
}

/** False when the work failed: either all of the run stops, leaving it open, or `fail` records the reason. */
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
    // What a stop has cut short is not a failure; it is pending again.
    else if (!stop.signal.aborted) fail(messageOf(error))
    return false
  }
}
