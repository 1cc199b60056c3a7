import type { VisionBatches } from '../../evaluation/vision-batches.ts'
import type { AssessContext } from '../assess/assess-context.ts'

/** The parts of the opened library that batches need. */
export interface BatchContext extends AssessContext {
  /** Returns the batch client for a model and detail level. */
  readonly visionBatches: (of: { readonly model: string; readonly detailLevel: string }) => VisionBatches
}
