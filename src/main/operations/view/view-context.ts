import type { PlanContext } from '../plan/plan-context.ts'

/** What windows are shown takes of the opened library. */
export interface ViewContext extends PlanContext {
  /** Warnings that were told since the library was opened: a window that comes later sees them too. */
  readonly notices: readonly string[]
}
