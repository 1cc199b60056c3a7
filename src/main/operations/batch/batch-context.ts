import type { VisionBatches } from '../../evaluation/vision-batches.ts'
import type { AssessContext } from '../assess/assess-context.ts'

/** What batches take of the opened library. */
export interface BatchContext extends AssessContext {
  /** Batches with this model, seen this closely. */
  readonly visionBatches: (of: { readonly model: string; readonly detailLevel: string }) => VisionBatches
}
