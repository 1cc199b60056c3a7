import type { FleetView } from '../contract/fleet.ts'
import type { Settings } from '../contract/settings.ts'
import { EvencastError } from '../domain/error.ts'
import type { Carrier } from './carrier.ts'

/** A plan as a fleet keeps it: the text of its file, and what it comes to. */
interface FleetPlan {
  readonly text: string
  readonly fingerprint: string
  readonly deletions: number
  readonly generations: number
  readonly estimatedUsd: number
}

/** A connection to a fleet, for a library that its workers plan and carry plans out on. */
export interface FleetLink {
  /** Address of the library in its store. */
  readonly store: string
  /** What holds for the whole fleet. */
  readonly settings: Partial<Settings>
  /** Plans become runs once they are approved, which is what starting them is. */
  readonly carrier: Carrier
  /** Lets workers plan these actors, in place of plans that wait for approval. Answers the run's number and those that nothing else is under way for. */
  plan(actorIds: readonly string[]): Promise<{ readonly run: number; readonly actorIds: readonly string[] }>
  /** Texts of those plans of these actors that wait for approval. */
  plans(actorIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Puts another in place of a plan that waits for approval. Throws CONFLICT where none does any more. */
  changePlan(actorId: string, plan: FleetPlan): Promise<void>
  /** Forgets plans that are being made or wait for approval. Answers how many. */
  drop(actorIds: readonly string[]): Promise<number>
  /** Views of the fleet as it changes, at most ten a second: the first with all actors, later ones with those that changed. */
  watch(signal: AbortSignal): AsyncGenerator<FleetView>
  close(): Promise<void>
}

export const approvedMeanwhile = (actorId: string): EvencastError =>
  new EvencastError('CONFLICT', `The plan of ${actorId} was approved meanwhile. Cancel its run in Fleet.`)
