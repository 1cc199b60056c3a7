import type { ImageSummary } from '../../catalog/image-summary.ts'
import type { Lane } from '../../domain/image.ts'
import { isUnreadable } from '../../domain/measures.ts'
import { lookalikesOf } from '../../domain/offer.ts'
import type { ViewContext } from './view-context.ts'

/** Most moved images for which similar ones are searched. */
const MOST_MOVED = 50
/** Most undecided images of an actor to compare them with, which takes some milliseconds. */
const MOST_HELD = 2000

/** Returns ids of undecided images of the same actors that are in other lanes and look like images just moved to this one. */
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
