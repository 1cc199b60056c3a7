import type { FleetView } from '../contract/fleet.ts'
import type { Settings } from '../contract/settings.ts'
import { EvencastError } from '../domain/error.ts'
import type { Carrier } from './carrier.ts'

/** A plan as a fleet stores it: the text of its file, and its totals. */
interface FleetPlan {
  readonly text: string
  readonly fingerprint: string
  readonly deletions: number
  readonly generations: number
  readonly estimatedUsd: number
}

/** A connection to a fleet whose workers plan for a library and execute the plans. */
export interface FleetLink {
  /** Address of the library in its store. */
  readonly store: string
  /** Settings of the whole fleet. */
  readonly settings: Partial<Settings>
  /** Approving plans turns them into runs, so starting a run means approving its plans. */
  readonly carrier: Carrier
  /**
   * Lets workers plan these actors, replacing plans that wait for approval. Returns the run's number and the actors that have nothing else
   * in progress.
   */
  plan(actorIds: readonly string[]): Promise<{ readonly run: number; readonly actorIds: readonly string[] }>
  /** Returns the texts of these actors' plans that wait for approval. */
  plans(actorIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Replaces a plan that waits for approval. Throws CONFLICT when it no longer does. */
  changePlan(actorId: string, plan: FleetPlan): Promise<void>
  /** Drops plans that are being made or wait for approval. Returns how many. */
  drop(actorIds: readonly string[]): Promise<number>
  /** Yields views of the fleet as it changes, at most ten a second: the first with all actors, later ones with the changed actors. */
  watch(signal: AbortSignal): AsyncGenerator<FleetView>
  close(): Promise<void>
}

export const approvedMeanwhile = (actorId: string): EvencastError =>
  new EvencastError('CONFLICT', `The plan of ${actorId} was approved meanwhile. Cancel its run in Fleet.`)
