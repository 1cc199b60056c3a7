import type { ActionPlans } from '../../library/action-plans.ts'
import type { Generator } from '../../generation/generator.ts'
import type { AssessContext } from '../assess/assess-context.ts'

/** What planning takes of the opened library. */
export interface PlanContext extends AssessContext {
  readonly plans: ActionPlans
  /** The generator of the settings. */
  readonly generator: Generator
}
