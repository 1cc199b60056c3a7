import type { ActionPlans } from '../../library/action-plans.ts'
import type { Generator } from '../../generation/generator.ts'
import type { KeyedLock } from '../../kit/keyed-lock.ts'
import type { AssessContext } from '../assess/assess-context.ts'

/** The parts of the opened library that planning needs. */
export interface PlanContext extends AssessContext {
  readonly plans: ActionPlans
  /** Serializes edits of one actor's plan, so that each builds on the one before. */
  readonly planLock: KeyedLock
  /** The generator of the settings. */
  readonly generator: Generator
}
