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

/** An actor's newest run by a fleet. */
export const FleetActorView = z.object({
  actorId: z.string(),
  /** The number of the run. */
  run: z.number().int(),
  state: FleetActorState,
  deletions: z.number().int(),
  generations: z.number().int(),
  estimatedUsd: z.number(),
  /** Why it stopped or failed. */
  note: z.string().nullable(),
  /** The worker that has it. */
  worker: z.string().nullable(),
  /** While it waits for approval: the MD5 of the plan's text, by which exactly this plan is approved. */
  plan: z.string().nullable(),
})
export type FleetActorView = z.infer<typeof FleetActorView>

/** Something that happened in a fleet. */
export const FleetEventView = z.object({
  id: z.number().int(),
  /** ISO 8601. */
  at: z.string(),
  kind: z.enum(FLEET_EVENTS),
  /** The number of the run; null for what is about none. */
  run: z.number().int().nullable(),
  /** Null when it is about several, or none. */
  actorId: z.string().nullable(),
  actors: z.number().int(),
  /** The worker, or the machine from which the order came. */
  who: z.string().nullable(),
  usd: z.number().nullable(),
  note: z.string().nullable(),
})
export type FleetEventView = z.infer<typeof FleetEventView>

/** What a fleet has done and spent, and what it may. */
export const FleetFigures = z.object({
  paused: z.boolean(),
  /** Null: no limit. */
  limitUsd: z.number().nullable(),
  spentUsd: z.number(),
  /** For requests under way. */
  reservedUsd: z.number(),
  /** What plans that nobody has run yet are expected to cost. */
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
  /** In the first view all of them, then those that changed. */
  actors: z.array(FleetActorView),
  /** The newest of what happened, the last first; absent when it is as in the view before. */
  events: z.array(FleetEventView).optional(),
})
export type FleetView = z.infer<typeof FleetView>

const Count = z.number().int()
const Shown = z.object({ actorId: z.string().min(1), plan: z.string().min(1) })
const Plans = z.object({ plans: z.array(Shown).min(1).max(100_000) })

/** How many plans were approved; of the others, the actors that were planned again since, and those whose plan was cancelled. */
export const Approval = z.object({ approved: Count, changed: z.array(z.string()), cancelled: z.array(z.string()) })
export type Approval = z.infer<typeof Approval>

/** The fleet whose address EVENCAST_FLEET or the stored secret names; BAD_INPUT without one. */
export const fleet = {
  /** A view at once, and another whenever something changes, at most ten a second. */
  watch: base.output(eventIterator(FleetView)),
  /** Lets workers run these plans, as they were shown, and no others. */
  approve: base.input(Plans).output(Approval),
  pause: base.output(z.void()),
  /** Continues, also with actors that stopped at the budget. Answers how many those were. */
  resume: base.output(Count),
  /** Ends what was started. Answers how many actors were left. */
  cancel: base.output(Count),
  budget: base.input(z.object({ limitUsd: z.number().min(0).nullable() })).output(z.void()),
}
