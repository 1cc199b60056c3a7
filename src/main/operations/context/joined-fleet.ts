import type { FleetActorState, FleetActorView } from '../../contract/fleet.ts'
import type { LibraryView, RunView } from '../../contract/views.ts'
import { createWaiting, type Waiting } from '../../kit/waiting.ts'
import type { FleetLink } from '../../runs/fleet-link.ts'

/** The fleet that plans this library and carries its plans out, in place of this machine. */
export interface JoinedFleet {
  /** Null: this machine does, or nobody knows yet. */
  link: FleetLink | null
  /** Once that is known. Throws what keeps it from being known. */
  found: Promise<FleetLink | null>
  /** Each actor's newest run. */
  readonly actors: Map<string, FleetActorView>
  /** The plans that somebody was shown last, by actor: the MD5 of each one's text. */
  readonly reviewed: Map<string, string>
  /** Newest last. */
  readonly runs: Map<string, RunView>
  figures: LibraryView['fleet'] | null
  /** For what its workers bring about. */
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
