import { EvencastError, messageOf } from '../../domain/error.ts'
import { judge, LOCAL_EVALUATOR } from '../../domain/judge.ts'
import { likeness } from '../../domain/likeness.ts'
import type { Evaluator, MeasuredFile } from '../evaluator.ts'

export interface LocalEvaluatorPorts {
  /** Calls `measure` (measure.ts) in a worker thread. */
  readonly run: (job: { readonly file: string }, signal?: AbortSignal) => Promise<MeasuredFile>
}

/** The evaluator that needs neither key nor network: measures pixels in worker threads and judges by thresholds. */
export const createLocalEvaluator = ({ run }: LocalEvaluatorPorts): Evaluator => ({
  id: LOCAL_EVALUATOR,
  async measure(file, signal) {
    try {
      return await run({ file }, signal)
    } catch (error) {
      signal?.throwIfAborted()
      // Crossing from a thread, an error keeps its message and loses its class.
      throw new EvencastError('UNAVAILABLE', messageOf(error), { cause: error })
    }
  },
  judge,
  alike: (a, b) => likeness(a, b) !== null,
})
