import type { Catalog } from '../../catalog/catalog.ts'
import type { LookRow } from '../../catalog/looks.ts'
import { BatchState, underWay } from '../../evaluation/openai/batch.ts'

export interface BatchStates {
  of(look: LookRow): BatchState
  /** Writes the parts that changed. */
  save(look: LookRow, before: BatchState, after: BatchState): void
  /** What is on its way in any batch, by content and actor: it is not asked about by other means. */
  underWay(): ReadonlySet<string>
  /** Batches began or ended. */
  renew(): void
}

/** Where batches stand, in the catalog: all that is needed to pick one up after a kill, or the next day. */
export function createBatchStates({ looks }: Catalog): BatchStates {
  let known: ReadonlySet<string> | null = null
  const of = (look: LookRow): BatchState =>
    BatchState.parse({ version: 1, evaluator: look.evaluator, parts: looks.parts(look.id) })
  return {
    of,
    save(look, before, after) {
      for (const [n, part] of after.parts.entries()) if (part !== before.parts[n]) looks.putPart(look.id, n, part)
      known = null
    },
    underWay: () => (known ??= new Set(looks.openBatches().flatMap((look) => [...underWay(of(look))]))),
    renew() {
      known = null
    },
  }
}
