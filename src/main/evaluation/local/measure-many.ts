import { EvencastError } from '../../domain/error.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import type { MeasuredFile, MeasuredOrFailed } from '../evaluator.ts'
import type { MeasureJob } from './measure.ts'

/** Files to measure, and the path of the style network. */
export interface MeasureManyJob {
  readonly files: readonly string[]
  readonly modelFile: string
}

/** Files at once: libvips decodes one image in its own thread while another is measured in this one. */
const AT_ONCE = 2

/**
 * Creates a `measure` for a few files, so that threads are not woken for each of them. A file that cannot be read is a result; any other
 * error rejects.
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
