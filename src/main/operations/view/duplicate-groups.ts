import { setImmediate } from 'node:timers/promises'
import type { ImageRow } from '../../catalog/images.ts'
import type { DuplicateGroupView } from '../../contract/views.ts'
import { type Alike, duplicateGroups } from '../../domain/duplicate-groups.ts'
import { settle } from '../../domain/image.ts'
import { ownIssues } from '../../domain/issues.ts'
import { isUnreadable } from '../../domain/measures.ts'
import type { ViewContext } from './view-context.ts'

/** Returns the duplicate groups of these actors. Gives other work a turn after each actor. */
export async function groupsOfActors(context: ViewContext, actorIds: readonly string[]): Promise<DuplicateGroupView[]> {
  const asked = new Set(actorIds)
  const found: DuplicateGroupView[] = []
  for (const actorId of context.catalog.reviews.actorsWithDuplicates()) {
    if (!asked.has(actorId)) continue
    found.push(...groupsOf(context, actorId))
    await setImmediate()
  }
  return found
}

interface AlikeImage extends Alike {
  readonly id: number
}

function groupsOf(context: ViewContext, actorId: string): readonly DuplicateGroupView[] {
  const { images, reviews } = context.catalog
  const alike = reviews
    .withDuplicates(actorId)
    .flatMap((id) => images.byId(id) ?? [])
    .flatMap((row) => toAlike(context, row))
  return duplicateGroups(alike).map(({ kind, best, why, others }) => {
    const members = [best, ...others]
    return {
      actorId,
      kind,
      why: [...why],
      imageIds: members.map(({ id }) => String(id)),
      keptIds: members.filter(({ preferred }) => preferred).map(({ id }) => String(id)),
      settled: members.every(({ preferred }) => preferred),
    }
  })
}

/** Returns an empty list for an image that a person rejected or whose content is not measured. */
function toAlike({ catalog, evaluator }: ViewContext, row: ImageRow): readonly AlikeImage[] {
  const { id, filename, sha256, assessment, entry } = row
  const measured = sha256 === null ? null : catalog.measures.get(sha256, evaluator.id)
  const { decidedBy, verdict } = settle(row, entry, assessment)
  if (measured === null || isUnreadable(measured) || (decidedBy === 'human' && verdict === 'reject')) return []
  return [
    {
      id,
      filename,
      measures: measured,
      preferred: decidedBy === 'human' && verdict === 'keep',
      flawed: ownIssues(measured, null).length > 0,
      issues: assessment?.issues ?? [],
    },
  ]
}
