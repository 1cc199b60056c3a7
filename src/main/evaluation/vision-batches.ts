import type { Opinion } from '../domain/opinion.ts'
import type { BatchState } from './batch-state.ts'
import type { ActorToJudge } from './images-to-judge.ts'
import type { Usage } from './vision-evaluator.ts'

export interface SubmitCall {
  readonly signal?: AbortSignal | undefined
  /** Called after each change. Store the state every time: it names files and batches that exist at the service. */
  readonly onState: (state: BatchState) => void | Promise<void>
}

export interface CollectCall {
  readonly signal?: AbortSignal | undefined
  readonly onUsage?: ((usage: Usage) => void) | undefined
  /** Returns the sheet's opinion, which a close answer completes. */
  readonly earlierOf: (actorId: string, sha256: string, baseSha256: string | null) => Opinion | null
}

/** A batch's opinion on one picture. */
export interface BatchOpinion {
  readonly actorId: string
  readonly filename: string
  /** Hash of the content that was judged; the file may have changed since. */
  readonly sha256: string
  /** Hash of the base image with which it was compared. */
  readonly baseSha256: string | null
  readonly opinion: Opinion
  /** False when the batch ended before it reached this picture; nothing was charged for it. */
  readonly answered: boolean
}

export interface Collected {
  readonly state: BatchState
  readonly done: boolean
  /** Opinions new since the last call. Open ones need another batch, or a direct request. */
  readonly opinions: readonly BatchOpinion[]
  /** Sentences about batches that failed. */
  readonly problems: readonly string[]
}

/** The same requests at a lower price, answered within a day. Nothing has to run meanwhile: the state is complete. */
export interface VisionBatches {
  readonly id: string
  /** As `server` of `VisionEvaluator`. */
  readonly server: string
  /** Returns the name that people use for the server at that address. */
  readonly nameOf: (server: string) => string
  /**
   * Submits the actors' images. With the state of an earlier call it continues where that stopped: images that wait for results are not
   * sent again.
   */
  submit(actors: Iterable<ActorToJudge>, call: SubmitCall & { readonly state?: BatchState }): Promise<BatchState>
  /** Checks the progress once; call it again later while `done` is false. Store the opinions before the state. */
  collect(state: BatchState, call: CollectCall): Promise<Collected>
  /** Cancels the batches. Answers finished before that are delivered and charged, so collect them. Requests not submitted yet never are. */
  cancel(state: BatchState, signal?: AbortSignal): Promise<BatchState>
}
