import type { BatchStates } from '../context/batch-states.ts'
import type { Settings, VisionServer } from '../../contract/settings.ts'
import type { VisionEvaluator } from '../../evaluation/vision-evaluator.ts'
import type { IndexContext } from '../index/index-context.ts'

/** What asking a vision model takes of the opened library. */
export interface VisionContext extends IndexContext {
  readonly settings: () => Settings
  /** The vision model of the settings; null when only pixels are asked. */
  readonly vision: () => VisionEvaluator | null
  /** The vision model that goes by this id, whoever the settings ask now; null when the settings name another. */
  readonly visionAs: (evaluator: string) => VisionEvaluator | null
  /** The vision model that the settings name at this kind of server, whoever they have assess images. */
  readonly visionAt: (server: VisionServer) => VisionEvaluator
  readonly batchStates: BatchStates
}
