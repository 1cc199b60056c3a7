import type { ManifestImage } from '../domain/manifest.ts'
import type { Deletion, Generation } from '../domain/plan.ts'
import type { RunReached } from '../domain/reached.ts'
import type { PerStyle } from '../domain/style.ts'

/**
 * `preparing`: its steps are still being written. `undoing`, `redoing`: an undo or a redo has started and must be finished. The other
 * states are those shown to people.
 */
export type RunState =
  | 'preparing'
  | 'running'
  | 'cancelling'
  | 'interrupted'
  | 'done'
  | 'failed'
  | 'undoing'
  | 'undone'
  | 'redoing'

/** Why a run stopped before its end. */
export type StopReason = 'cancelled' | 'paused' | 'limit' | 'unavailable' | 'died' | 'error'

export interface RunOptions {
  /** Generations at once, over all actors. */
  readonly concurrency: number
  /** Null for no limit. */
  readonly maxCostUsd: number | null
  readonly deleteOnly: boolean
  readonly generateOnly: boolean
  /** True when the run only collects results of an earlier run's requests: nothing is generated for money. */
  readonly findOnly?: boolean | undefined
  /** Evaluator of new pictures, and the expected cost of that; absent in runs older than these fields. */
  readonly evaluator?: string | undefined
  readonly checksUsd?: number | undefined
  /** Actors that were requested together with the run's: those with nothing to do, and those that could not be planned. */
  readonly idle?: readonly string[] | undefined
  readonly unplanned?: readonly string[] | undefined
}

/** The generator and prices of a run at its start: later changes in the settings do not affect what was approved. */
export interface Maker {
  readonly name: string
  readonly model: string
  readonly pricesUsd: PerStyle
}

export interface Run {
  /** Later runs have higher numbers. */
  readonly seq: number
  readonly runId: string
  readonly state: RunState
  readonly generator: string
  /** Null for a run older than this field. */
  readonly maker: Maker | null
  readonly options: RunOptions
  readonly estimatedUsd: number
  /** Cost of images alone. */
  readonly costUsd: number
  /** Cost of checking new pictures. */
  readonly checksUsd: number
  /** Working time in milliseconds, without the period since `begunAt`. */
  readonly activeMs: number
  /** Null while it does not run. */
  readonly begunAt: string | null
  readonly reached: RunReached | null
  readonly startedAt: string
  readonly endedAt: string | null
  readonly stop: StopReason | null
  readonly note: string | null
  readonly total: number
  readonly leftDeletions: number
  readonly leftGenerations: number
  readonly deleted: number
  readonly generated: number
  readonly failed: number
}

/** `skipped`: nothing was left to do, or a person's decision was against it; `error` says which. */
export type StepState = 'pending' | 'intended' | 'done' | 'failed' | 'skipped'

interface StepBase {
  readonly runId: string
  readonly n: number
  readonly actorId: string
  readonly stepId: string
  readonly state: StepState
  readonly error: string | null
  readonly undone: boolean
}

export interface DeleteStep extends StepBase {
  readonly kind: 'delete'
  readonly payload: Deletion
  readonly filename: string
  readonly label: string | null
  readonly entry: ManifestImage | null
}

/** A picture that was accepted. */
export interface Made {
  readonly sha256: string
  readonly bytes: number
  readonly width: number
  readonly height: number
  readonly model: string
  readonly predictionId?: string | undefined
  readonly derivedFrom?: string | undefined
  readonly seed: number
  readonly costUsd: number
  readonly createdAt: string
}

export interface GenerateStep extends StepBase {
  readonly kind: 'generate'
  readonly payload: Generation
  readonly filename: string | null
  readonly externalId: string | null
  readonly askedAt: string | null
  /** True when a person asked for it again although it is not known whether it was paid for. */
  readonly mayRepeat: boolean
  readonly attempts: number
  readonly allowed: number
  readonly committedUsd: number
  readonly made: Made | null
}

export type Step = DeleteStep | GenerateStep

export interface RunActor {
  readonly actorId: string
  readonly fingerprint: string
  /** How many images may be deleted before any is generated, besides those that are deleted in any case; null for as many as planned. */
  readonly room: number | null
  readonly touched: boolean
  readonly completed: boolean
  readonly manifestBefore: Uint8Array | null
  readonly manifestAfter: Uint8Array | null
  readonly digestBefore: string | null
  readonly digestTo: string | null
  readonly interfered: boolean
  readonly error: string | null
  readonly undone: boolean
}

export interface Failure {
  readonly actorId: string
  readonly step: string
  readonly error: string
}
