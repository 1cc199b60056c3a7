import { askRest } from '../kit/ask-rest.ts'
import type { Evaluator, MeasuredFile, MeasuredOrFailed } from './evaluator.ts'

/** Wraps an evaluator so that it does not open files whose measures are known already: their bytes may be elsewhere. */
export const knownEvaluator = (
  evaluator: Evaluator,
  measured: (file: string) => MeasuredFile | undefined,
): Evaluator => ({
  ...evaluator,
  measure: async (file, signal) => measured(file) ?? evaluator.measure(file, signal),
  measureMany: (files, signal) =>
    askRest<string, MeasuredOrFailed>(files, measured, (rest) => evaluator.measureMany(rest, signal)),
  digests: (files, signal) =>
    askRest<string, string | null>(
      files,
      (file) => measured(file)?.sha256,
      (rest) => evaluator.digests(rest, signal),
    ),
})
