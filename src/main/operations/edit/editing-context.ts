import type { CaptionBatches } from '../../evaluation/caption-batches.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import type { SnapshotContext } from '../snapshot/snapshot-context.ts'

/** The parts of the opened library that edits need. */
export interface EditingContext extends PlanContext, SnapshotContext {
  /** Returns the client for batches of captions with this model. */
  readonly captionBatches: (of: { readonly model: string }) => CaptionBatches
}
