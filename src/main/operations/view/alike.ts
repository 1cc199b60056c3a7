import type { ImageSummary } from '../../catalog/image-summary.ts'
import type { Lane } from '../../domain/image.ts'
import { isUnreadable } from '../../domain/measures.ts'
import { lookalikesOf } from '../../domain/offer.ts'
import type { ViewContext } from './view-context.ts'

/** More images at a time than anybody moves because they look alike. */
const MOST_MOVED = 50
/** Undecided images of one actor that are held against them: some milliseconds. */
const MOST_HELD = 2000

/** Images of the same actors that nobody has decided, that lie in other lanes, and look like those that were just moved to this one. */
export function alikeTo(context: ViewContext, imageIds: readonly string[], lane: Lane): readonly string[] {
  if (lane === 'rejected' || lane === 'unsorted' || imageIds.length > MOST_MOVED) return []
  const moved = context.catalog.summaries.byIds(imageIds.map(Number))
  const own = new Set(imageIds)
  return [...Map.groupBy(moved, ({ actorId }) => actorId)].flatMap(([actorId, some]) => {
    const open = context.catalog.summaries
      .ofActor(actorId)
      .filter(
        (image) =>
          image.decidedBy === 'evaluator' &&
          image.lane !== lane &&
          image.lane !== 'rejected' &&
          !own.has(String(image.id)),
      )
    if (open.length > MOST_HELD) return []
    return lookalikesOf(signed(context, some), signed(context, open)).map(({ id }) => String(id))
  })
}

const signed = ({ catalog, evaluator }: ViewContext, images: readonly ImageSummary[]) =>
  images.flatMap(({ id, sha256 }) => {
    const measured = sha256 === null ? null : catalog.measures.get(sha256, evaluator.id)
    return measured === null || isUnreadable(measured) ? [] : [{ id, signature: measured.signature }]
  })
