import type { Catalog } from '../../catalog/catalog.ts'
import type { VisionRequestRow } from '../../catalog/vision-requests.ts'
import { BatchState, underWay } from '../../evaluation/batch-state.ts'

export interface BatchStates {
  of(request: VisionRequestRow): BatchState
  /** Writes the parts that changed. */
  save(request: VisionRequestRow, before: BatchState, after: BatchState): void
  /** What is on its way in any batch, by content and actor: it is not asked about by other means. */
  underWay(): ReadonlySet<string>
  /** Batches began or ended. */
  renew(): void
}

/** Where batches stand, in the catalog: all that is needed to pick one up after a kill, or the next day. */
export function createBatchStates({ visionRequests }: Catalog): BatchStates {
  let known: ReadonlySet<string> | null = null
  const of = (request: VisionRequestRow): BatchState =>
    BatchState.parse({ version: 1, evaluator: request.evaluator, parts: visionRequests.parts(request.id) })
  return {
    of,
    save(request, before, after) {
      for (const [n, part] of after.parts.entries())
        if (part !== before.parts[n]) visionRequests.putPart(request.id, n, part)
      known = null
    },
    underWay: () =>
      (known ??= new Set(visionRequests.openBatches('batch').flatMap((request) => [...underWay(of(request))]))),
    renew() {
      known = null
    },
  }
}
