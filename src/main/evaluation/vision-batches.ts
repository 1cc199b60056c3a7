import type { Opinion } from '../domain/opinion.ts'
import type { BatchState } from './batch-state.ts'
import type { ActorToJudge } from './images-to-judge.ts'
import type { Usage } from './vision-evaluator.ts'

export interface SubmitCall {
  readonly signal?: AbortSignal | undefined
  /** Store it each time: what it names is at the service. */
  readonly onState: (state: BatchState) => void | Promise<void>
}

export interface CollectCall {
  readonly signal?: AbortSignal | undefined
  readonly onUsage?: ((usage: Usage) => void) | undefined
  /** What a sheet said before, so that a closer look completes it. */
  readonly earlierOf: (actorId: string, sha256: string, baseSha256: string | null) => Opinion | null
}

/** What a batch said of one picture. */
export interface BatchOpinion {
  readonly actorId: string
  readonly filename: string
  /** Of the content that was judged: the file may be another by now. */
  readonly sha256: string
  /** Of the base image it was held against. */
  readonly baseSha256: string | null
  readonly opinion: Opinion
  /** False: the batch ended before it came to this picture, and nothing was charged for it. */
  readonly answered: boolean
}

export interface Collected {
  readonly state: BatchState
  readonly done: boolean
  /** New since the last call. Opinions that are open want another batch, or a direct request. */
  readonly opinions: readonly BatchOpinion[]
  /** Sentences about batches that did not go through. */
  readonly problems: readonly string[]
}

/** The same questions at a lower price, answered within a day. Nothing has to run meanwhile: the state says all. */
export interface VisionBatches {
  readonly id: string
  /** As `server` of `VisionEvaluator`. */
  readonly server: string
  /** What people call the server of that address. */
  readonly nameOf: (server: string) => string
  /** With the state of an earlier run it continues where that stopped: what is under way is not sent again. */
  submit(actors: Iterable<ActorToJudge>, call: SubmitCall & { readonly state?: BatchState }): Promise<BatchState>
  /** Asks once; call it again later while `done` is false. Store the opinions before the state. */
  collect(state: BatchState, call: CollectCall): Promise<Collected>
  /** What was finished by then is delivered, and charged: collect it. What was not submitted yet never is. */
  cancel(state: BatchState, signal?: AbortSignal): Promise<BatchState>
}
