import type { FleetActorState, FleetActorView } from '../../contract/fleet.ts'
import type { LibraryView, RunView } from '../../contract/views.ts'
import { createWaiting, type Waiting } from '../../kit/waiting.ts'
import type { FleetLink } from '../../runs/fleet-link.ts'

/** The fleet that plans this library and runs its plans, in place of this machine. */
export interface JoinedFleet {
  /** Null when this machine plans and runs, and until the fleet is found. */
  link: FleetLink | null
  /** Resolves when it is known whether a fleet has joined. Rejects when that cannot be found out. */
  found: Promise<FleetLink | null>
  /** The newest run of each actor. */
  readonly actors: Map<string, FleetActorView>
  /** MD5 of the text of the plan that was last shown to the user, by actor. */
  readonly reviewed: Map<string, string>
  /** Runs of the fleet, newest last. */
  readonly runs: Map<string, RunView>
  figures: LibraryView['fleet'] | null
  /** Notifies waiters of changes that workers made. */
  readonly changes: Waiting
}

const UNDER_WAY: ReadonlySet<FleetActorState> = new Set(['waiting', 'planned', 'approved', 'publishing', 'stopped'])

export const isUnderWay = (actor: FleetActorView | undefined): actor is FleetActorView =>
  actor !== undefined && UNDER_WAY.has(actor.state)

export const createJoinedFleet = (): JoinedFleet => ({
  link: null,
  found: Promise.resolve(null),
  actors: new Map(),
  reviewed: new Map(),
  runs: new Map(),
  figures: null,
  changes: createWaiting(),
})
