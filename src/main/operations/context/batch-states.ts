import type { Catalog } from '../../catalog/catalog.ts'
import type { VisionRequestRow } from '../../catalog/vision-requests.ts'
import { BatchState, underWay } from '../../evaluation/batch-state.ts'

export interface BatchStates {
  of(request: VisionRequestRow): BatchState
  /** Writes the parts that changed. */
  save(request: VisionRequestRow, before: BatchState, after: BatchState): void
  /** Returns keys, by content and actor, of images that an open batch holds. They are not sent in any other request. */
  underWay(): ReadonlySet<string>
  /** Clears the cache after batches began or ended. */
  renew(): void
}

/** Stores the state of batches in the catalog, so that they can be continued after a kill or on another day. */
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
