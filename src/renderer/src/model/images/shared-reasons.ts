import type { DeletionView } from '../../../../main/contract/views.ts'
import type { z } from 'zod'

type Deletion = z.infer<typeof DeletionView>

/** One sentence shared by several images of a plan. */
export interface SharedReason {
  readonly reason: string
  readonly type: Deletion['type']
  readonly detail: string
  readonly count: number
}

/** Finds reasons that several removed images share, which are shown once beside the plan instead of on every tile. */
export function sharedReasons(deletions: readonly Deletion[]): readonly SharedReason[] {
  const groups = Map.groupBy(
    deletions.filter((step) => step.detail !== ''),
    (step) => `${step.reason} ${step.detail}`,
  )
  return [...groups.values()].flatMap((steps) => {
    const [first] = steps
    if (!first || steps.length < 2) return []
    // Copies of one image may lie in several lanes.
    const type = steps.every((step) => step.type === first.type) ? first.type : null
    return { reason: first.reason, type, detail: first.detail, count: steps.length }
  })
}
