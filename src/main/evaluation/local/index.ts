import { EvencastError } from '../../domain/error.ts'
import type { Assessment } from '../../domain/assessment.ts'
import { type JudgedImage, LOCAL_EVALUATOR } from '../../domain/judge.ts'
import { fingerprint, likeness } from '../../domain/likeness.ts'
import type { Evaluator, MeasuredFile } from '../evaluator.ts'

export interface LocalEvaluatorPorts {
  /** `measure` and `judge` of `worker.ts`, run in the pool, which limits how many run at once. */
  readonly measure: (job: { readonly file: string }, signal?: AbortSignal) => Promise<MeasuredFile>
  readonly judge: (images: readonly JudgedImage[]) => Promise<ReadonlyMap<string, Assessment>>
}

/** Judges by pixels alone, on this machine, without cost. */
export const createLocalEvaluator = ({ measure, judge }: LocalEvaluatorPorts): Evaluator => ({
  id: LOCAL_EVALUATOR,
  async measure(file, signal) {
    signal?.throwIfAborted()
    try {
      return await measure({ file }, signal)
    } catch (error) {
      signal?.throwIfAborted()
      throw asUnavailable(error)
    }
  },
  judge,
  alike: (a, b) => {
    const kind = likeness(fingerprint(a), fingerprint(b))?.kind
    return kind === 'copy' || kind === 'variant'
  },
})

/** An error loses its class and code between threads but keeps its message; the named kinds (TypeError …) are bugs and stay. */
const asUnavailable = (error: unknown): unknown =>
  error instanceof Error && error.name === 'Error'
    ? new EvencastError('UNAVAILABLE', error.message, { cause: error })
    : error
