import type { ManifestImage } from '../domain/manifest.ts'
import type { Deletion, Generation } from '../domain/plan.ts'
import type { RunReached } from '../domain/reached.ts'
import type { PerStyle } from '../domain/style.ts'

/**
 * `preparing`: its steps are still being written down. `undoing`, `redoing`: taking it back, or doing it again, has begun and
 * must be finished. The others are as a person sees them.
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
  /** Null: no limit. */
  readonly maxCostUsd: number | null
  readonly deleteOnly: boolean
  readonly generateOnly: boolean
  /** It only brings home what an earlier run had asked for: nothing is generated for money. */
  readonly findOnly?: boolean | undefined
  /** Who checks new pictures, and what that was expected to cost; absent in runs from before this was kept. */
  readonly evaluator?: string | undefined
  readonly checksUsd?: number | undefined
  /** Asked for together with its actors: those with nothing to do, and those that could not be planned. */
  readonly idle?: readonly string[] | undefined
  readonly unplanned?: readonly string[] | undefined
}

/** Whom a run was begun with, and at which prices: settings that change meanwhile do not change what was agreed to. */
export interface Maker {
  readonly name: string
  readonly model: string
  readonly pricesUsd: PerStyle
}

export interface Run {
  /** Later runs have higher ones. */
  readonly seq: number
  readonly runId: string
  readonly state: RunState
  readonly generator: string
  /** Null for a run from before this was kept. */
  readonly maker: Maker | null
  readonly options: RunOptions
  readonly estimatedUsd: number
  /** For images alone. */
  readonly costUsd: number
  /** For the checks of new pictures. */
  readonly checksUsd: number
  /** How long it has worked, without the stretch since `begunAt`. */
  readonly activeMs: number
  /** Null while it rests. */
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

/** `skipped`: nothing was left to do, or a human's word stood against it; `error` says which. */
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
  /** A person has asked for it again after nobody knew whether it was paid for. */
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
  /** How many images may go before any is made, beside those that go in any case; null: as many as planned. */
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
