import { messageOf } from '../domain/error.ts'
import { carryOut } from './carry-out.ts'
import type { RunContext, Stoppable } from './context.ts'
import { reconcile } from './recover.ts'
import { type Stop, stopFor } from './stop.ts'
import { redoRun } from './redo.ts'
import { undoRun } from './undo.ts'

/** Executes a run from its current state to its end, or to where it must stop; the journal records which. */
export async function carryOutRun(context: RunContext): Promise<void> {
  const { runId, journal, stop, now } = context
  await unlessStopped(stop, () => reconcile(context))
  try {
    if (!stop.requested) await carryOut(context)
    // When a folder is missing, its steps cannot be checked; the next start does that.
    if (stop.reason !== 'unavailable') await unlessStopped(stop, () => reconcile(context))
  } finally {
    const run = journal.runs.get(runId)
    const open = run === null || run.leftDeletions + run.leftGenerations > 0
    // A run that was stopped by a person during its last step is finished; every other stop leaves something open.
    const byHand = stop.reason === 'cancelled' || stop.reason === 'paused'
    const cut = (stop.requested && (open || !byHand)) || (context.findOnly && open)
    const end = journal.runs.failures(runId).length > 0 ? 'failed' : 'done'
    journal.runs.end(
      runId,
      cut ? 'interrupted' : end,
      now().toISOString(),
      cut ? (stop.reason ?? 'died') : null,
      cut ? (stop.note ?? 'Interrupted. Resume it to continue.') : null,
    )
  }
}

async function unlessStopped(stop: Stop, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const whole = stopFor(error)
    if (!whole) stop.request('error', messageOf(error))
    if (!whole) throw error
    stop.request(whole.reason, whole.note)
  }
}

/** Redoes a run. When that fails, the remaining part can be tried again. */
export async function doRunAgain(context: Stoppable): Promise<void> {
  const { runId, journal, now } = context
  try {
    await redoRun(context)
    const run = journal.runs.get(runId)
    const open = run === null || run.leftDeletions + run.leftGenerations > 0
    const end = journal.runs.failures(runId).length > 0 ? 'failed' : 'done'
    journal.runs.end(runId, open ? 'interrupted' : end, now().toISOString(), null, null)
  } catch (error) {
    journal.runs.end(runId, 'redoing', now().toISOString(), 'error', messageOf(error))
    throw error
  }
}

/** Undoes a run. When that fails, the remaining part can be tried again. */
export async function takeBackRun(context: Stoppable): Promise<void> {
  const { runId, journal, now } = context
  try {
    await undoRun(context)
    journal.runs.end(runId, 'undone', now().toISOString(), null, null)
  } catch (error) {
    journal.runs.end(runId, 'undoing', now().toISOString(), 'error', messageOf(error))
    throw error
  }
}
