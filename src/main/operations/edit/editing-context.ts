import type { CaptionBatches } from '../../evaluation/caption-batches.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import type { SnapshotContext } from '../snapshot/snapshot-context.ts'

/** What edits take of the opened library. */
export interface EditingContext extends PlanContext, SnapshotContext {
  /** Batches of captions with this model. */
  readonly captionBatches: (of: { readonly model: string }) => CaptionBatches
}
