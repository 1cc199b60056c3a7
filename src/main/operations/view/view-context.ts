import type { PlanContext } from '../plan/plan-context.ts'

/** The parts of the opened library that views need. */
export interface ViewContext extends PlanContext {
  /** Warnings since the library was opened, for windows that connect later. */
  readonly notices: readonly string[]
}
