import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { FLEET_EVENTS } from '../domain/fleet-event.ts'
import { base } from './base.ts'

export const FleetActorState = z.enum([
  'waiting',
  'planned',
  'approved',
  'publishing',
  'stopped',
  'done',
  'failed',
  'cancelled',
])
export type FleetActorState = z.infer<typeof FleetActorState>

/** The latest run of an actor by a fleet. */
export const FleetActorView = z.object({
  actorId: z.string(),
  /** Number of the run. */
  run: z.number().int(),
  state: FleetActorState,
  deletions: z.number().int(),
  generations: z.number().int(),
  estimatedUsd: z.number(),
  /** Why it stopped or failed. */
  note: z.string().nullable(),
  /** Worker that has the actor. */
  worker: z.string().nullable(),
  /** While it waits for approval: MD5 of the plan's text, with which exactly this plan is approved. */
  plan: z.string().nullable(),
})
export type FleetActorView = z.infer<typeof FleetActorView>

/** An event of a fleet. */
export const FleetEventView = z.object({
  id: z.number().int(),
  /** ISO 8601. */
  at: z.string(),
  kind: z.enum(FLEET_EVENTS),
  /** Number of the run; null when the event concerns none. */
  run: z.number().int().nullable(),
  /** Null when the event concerns several actors or none. */
  actorId: z.string().nullable(),
  actors: z.number().int(),
  /** The worker, or the machine that gave the order. */
  who: z.string().nullable(),
  usd: z.number().nullable(),
  note: z.string().nullable(),
})
export type FleetEventView = z.infer<typeof FleetEventView>

/** Progress, costs and limit of a fleet. */
export const FleetFigures = z.object({
  paused: z.boolean(),
  /** Null for no limit. */
  limitUsd: z.number().nullable(),
  spentUsd: z.number(),
  /** Reserved for requests in progress. */
  reservedUsd: z.number(),
  /** Estimated cost of plans that have not run yet. */
  toComeUsd: z.number(),
  images: z.number().int(),
  imagesLastMinute: z.number().int(),
})
export type FleetFigures = z.infer<typeof FleetFigures>

export const FleetView = FleetFigures.extend({
  store: z.string(),
  workers: z.array(
    z.object({ workerId: z.string(), host: z.string(), actors: z.number().int(), quietSeconds: z.number() }),
  ),
  /** All actors in the first view, later only those that changed. */
  actors: z.array(FleetActorView),
  /** Latest events, newest first; absent when unchanged since the previous view. */
  events: z.array(FleetEventView).optional(),
})
export type FleetView = z.infer<typeof FleetView>

const Count = z.number().int()
const Shown = z.object({ actorId: z.string().min(1), plan: z.string().min(1) })
const Plans = z.object({ plans: z.array(Shown).min(1).max(100_000) })

/** Number of approved plans; of the others, the actors that were planned again since, and those whose plan was cancelled. */
export const Approval = z.object({ approved: Count, changed: z.array(z.string()), cancelled: z.array(z.string()) })
export type Approval = z.infer<typeof Approval>

/** The fleet whose address is in EVENCAST_FLEET or stored as a secret. Throws BAD_INPUT without one. */
export const fleet = {
  /** Sends a view at once, and another after each change, at most ten per second. */
  watch: base.output(eventIterator(FleetView)),
  /** Allows workers to run exactly these plans, as shown. */
  approve: base.input(Plans).output(Approval),
  pause: base.output(z.void()),
  /** Resumes work, including actors that stopped at the budget. Returns their number. */
  resume: base.output(Count),
  /** Cancels open work. Returns the number of actors that were cancelled. */
  cancel: base.output(Count),
  budget: base.input(z.object({ limitUsd: z.number().min(0).nullable() })).output(z.void()),
}
