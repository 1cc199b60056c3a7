import type { Generator } from '../../generation/generator.ts'
import type { Maker } from '../../runs/records.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import type { SnapshotContext } from '../snapshot/snapshot-context.ts'

/** The parts of the opened library that running plans needs. */
export interface ExecuteContext extends PlanContext, SnapshotContext {
  /** Returns the generator of this name, for a run that was started with it; null when there is none. */
  readonly generatorNamed: (name: string) => Generator | null
  /** Returns the generator with the model and prices that a run was started with; null when there is none of that name. */
  readonly generatorAs: (maker: Maker) => Generator | null
  /** Returns the generator with this model at its current price; null when the model or its price is unknown. */
  readonly generatorOf: (name: string, model: string) => Generator | null
}
