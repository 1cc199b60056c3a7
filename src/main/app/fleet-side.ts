import type { Activity } from '../operations/context/activity.ts'
import type { Announcer } from '../operations/context/announcer.ts'
import type { History } from '../operations/edit/history.ts'
import { followFleet, type FleetPorts } from '../operations/follow/follow-fleet.ts'
import { createCarrier } from '../operations/run/carrier.ts'
import { createEitherCarrier } from '../operations/run/either-carrier.ts'
import type { StoreFollower } from '../operations/sync/follow-store.ts'
import type { Runner } from '../runs/runner-types.ts'
import type { OpenedContext } from './opened-context.ts'

/** The way to reach the fleet that may work on the library's store. */
export type FleetAccess = Pick<FleetPorts, 'address' | 'connect' | 'onSettings'>

/** Creates the parts of an opened library that concern the fleet working on its store. */
export function createFleetSide(
  context: OpenedContext,
  {
    activity,
    announcer,
    runner,
    history,
    follower,
    access,
  }: {
    readonly activity: Activity
    readonly announcer: Announcer
    readonly runner: Runner
    readonly history: History
    readonly follower: StoreFollower | null
    /** Undefined when this host has no access to fleets. */
    readonly access: FleetAccess | undefined
  },
) {
  const { fleet } = activity
  const sent = async (actorIds: readonly string[], signal?: AbortSignal) => follower?.sent(actorIds, signal)
  const fleetFollower =
    access &&
    followFleet({
      ...access,
      context,
      activity,
      announcer,
      onHistory: () => context.emit({ type: 'history', history: history.view() }),
      onPublished: () => follower?.lookSoon(),
    })
  return {
    parts: { fleet, sent, carrier: createEitherCarrier(context, createCarrier(context, runner), { fleet, sent }) },
    follow: () => fleetFollower?.follow(),
    close: async () => fleetFollower?.close(),
  }
}
