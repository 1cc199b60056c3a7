import { EvencastError } from '../../domain/error.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import type { MeasuredFile, MeasuredOrFailed } from '../evaluator.ts'
import type { MeasureJob } from './measure.ts'

/** Which files to measure, and where the style network lies. */
export interface MeasureManyJob {
  readonly files: readonly string[]
  readonly modelFile: string
}

/** While libvips decodes one image in its own thread, another is measured in this one. */
const AT_ONCE = 2

/**
 * `measure` for a few files, so that threads are not woken for each of them. A file that cannot be read is an answer like others; what is
 * not the file's fault rejects.
 */
export const createMeasureMany =
  (measure: (job: MeasureJob) => Promise<MeasuredFile>) =>
  ({ files, modelFile }: MeasureManyJob): Promise<readonly MeasuredOrFailed[]> =>
    inParallel(files, AT_ONCE, async (file) => {
      try {
        return await measure({ file, modelFile })
      } catch (error) {
        if (!(error instanceof EvencastError)) throw error
        return { failed: error.message }
      }
    })
