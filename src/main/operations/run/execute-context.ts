import type { Generator } from '../../generation/generator.ts'
import type { Maker } from '../../runs/records.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import type { SnapshotContext } from '../snapshot/snapshot-context.ts'

/** What carrying plans out takes of the opened library. */
export interface ExecuteContext extends PlanContext, SnapshotContext {
  /** The generator that a run was begun with; null when there is none of that name. */
  readonly generatorNamed: (name: string) => Generator | null
  /** With the model and at the prices that a run was begun with; null when there is none of that name. */
  readonly generatorAs: (maker: Maker) => Generator | null
  /** This model of this generator at today's price; null when it, or its price, is not known. */
  readonly generatorOf: (name: string, model: string) => Generator | null
}
