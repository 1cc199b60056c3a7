import { setImmediate } from 'node:timers/promises'
import type { ImageRow } from '../catalog/images.ts'
import type { DuplicateGroupView } from '../contract/views.ts'
import { type Alike, duplicateGroups } from '../domain/duplicate-groups.ts'
import { settle } from '../domain/image.ts'
import { ownIssues } from '../domain/issues.ts'
import { isUnreadable } from '../domain/measures.ts'
import type { Session } from './session.ts'

/** One actor after the other, so that a whole library of them keeps nobody waiting. */
export async function groupsOfActors(session: Session, actorIds: readonly string[]): Promise<DuplicateGroupView[]> {
  const found: DuplicateGroupView[] = []
  for (const actorId of actorIds) {
    const groups = groupsOf(session, actorId)
    if (groups.length === 0) continue
    found.push(...groups)
    await setImmediate()
  }
  return found
}

interface AlikeImage extends Alike {
  readonly id: number
}

function groupsOf(session: Session, actorId: string): readonly DuplicateGroupView[] {
  const rows = session.catalog.images.ofActor(actorId)
  const linked = new Set(
    rows.flatMap(({ filename, assessment }) =>
      (assessment?.issues ?? []).flatMap(({ duplicateOf }) =>
        duplicateOf === undefined ? [] : [filename, duplicateOf],
      ),
    ),
  )
  const alike = rows.filter(({ filename }) => linked.has(filename)).flatMap((row) => toAlike(session, row))
  return duplicateGroups(alike).map(({ kind, best, why, others }) => ({
    actorId,
    kind,
    why: [...why],
    imageIds: [best, ...others].map(({ id }) => String(id)),
    keptIds: [best, ...others].filter(({ preferred }) => preferred).map(({ id }) => String(id)),
  }))
}

/** Nothing of an image that a person rejected, or whose content is not known any more. */
function toAlike({ catalog, evaluator }: Session, row: ImageRow): readonly AlikeImage[] {
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
