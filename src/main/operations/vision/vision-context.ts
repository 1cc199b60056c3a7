import type { BatchStates } from '../context/batch-states.ts'
import type { Settings, VisionServer } from '../../contract/settings.ts'
import type { VisionEvaluator } from '../../evaluation/vision-evaluator.ts'
import type { IndexContext } from '../index/index-context.ts'

/** The parts of the opened library that calling a vision model needs. */
export interface VisionContext extends IndexContext {
  readonly settings: () => Settings
  /** Returns the vision model of the settings; null when only pixels are measured. */
  readonly vision: () => VisionEvaluator | null
  /** Returns the vision model with this id, even when another evaluator is selected; null when the settings name another model. */
  readonly visionAs: (evaluator: string) => VisionEvaluator | null
  /** Returns the vision model that the settings name for this kind of server, whichever evaluator is selected. */
  readonly visionAt: (server: VisionServer) => VisionEvaluator
  readonly batchStates: BatchStates
}
