import { EvencastError } from '../../domain/error.ts'
import type { FleetLink } from '../../runs/fleet-link.ts'
import type { JoinedFleet } from '../context/joined-fleet.ts'
import type { TaskControl } from '../context/tasks.ts'

export interface FleetPlanning {
  readonly fleet: JoinedFleet
  /** Waits until local changes of these actors are in the store, where workers can read them. */
  readonly sent: (actorIds: readonly string[], signal?: AbortSignal) => Promise<void>
  /** Returns true while the library is being closed. Workers then continue. */
  readonly leaving: () => boolean
}

/** Has the fleet's workers assess and plan these actors, and waits for them. When cancelled, drops the actors that are still waiting. */
export async function planInFleet(
  { fleet, sent, leaving }: FleetPlanning,
  link: FleetLink,
  actorIds: readonly string[],
  { signal, progress }: TaskControl,
): Promise<void> {
  progress('Sending changes to the store', 0, actorIds.length)
  await sent(actorIds, signal)
  const { run, actorIds: planned } = await link.plan(actorIds)
  if (planned.length === 0)
    throw new EvencastError(
      'BAD_INPUT',
      'The fleet is at work on what was chosen already. Open Fleet to see or cancel it.',
    )
  const waits = (actorId: string): boolean => {
    const actor = fleet.actors.get(actorId)
    return !actor || actor.run < run || (actor.run === run && actor.state === 'waiting')
  }
  const isDone = () => {
    const left = planned.filter(waits).length
    progress(phaseOf(fleet.figures), planned.length - left, planned.length)
    return left === 0
  }
  try {
    await fleet.changes.until(isDone, signal)
  } catch (error) {
    if (signal.aborted && !leaving() && fleet.link === link) await link.drop(planned.filter(waits))
    throw error
  }
  const [only, ...more] = planned.map((actorId) => fleet.actors.get(actorId))
  if (only?.state === 'failed' && more.length === 0)
    throw new EvencastError('UPSTREAM', only.note ?? `${only.actorId} could not be planned.`)
}

function phaseOf(figures: JoinedFleet['figures']): string {
  if (figures?.problem) return 'Waiting: PostgreSQL does not answer'
  if (figures?.paused) return 'Waiting: the fleet is paused. Resume it in Fleet.'
  return figures?.workers === 0 ? 'Waiting: no worker of the fleet is running' : 'The fleet is planning'
}
