import type { ActionPlans } from '../../library/action-plans.ts'
import type { Generator } from '../../generation/generator.ts'
import type { KeyedLock } from '../../kit/keyed-lock.ts'
import type { AssessContext } from '../assess/assess-context.ts'

/** What planning takes of the opened library. */
export interface PlanContext extends AssessContext {
  readonly plans: ActionPlans
  /** By actor: a step of a plan is changed on what the change before it has written. */
  readonly planLock: KeyedLock
  /** The generator of the settings. */
  readonly generator: Generator
}
