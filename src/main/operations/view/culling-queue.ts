import { setImmediate } from 'node:timers/promises'
import type { Review } from '../../catalog/reviews.ts'
import type { CullingView } from '../../contract/views.ts'
import { createCullingOrder, isLeft } from '../../domain/culling.ts'
import type { ViewContext } from './view-context.ts'

/** The images to cull: those of some actors, or exactly these. */
type Scope =
  | { readonly actorIds: readonly string[]; readonly left?: true | undefined }
  | { readonly imageIds: readonly string[] }

/** Images queued before other work gets a turn, which takes about two milliseconds. */
const SLICE = 500

/** Returns the images to cull, in order. Works in slices, so that a library of any size blocks nothing. */
export async function cullingQueue(context: ViewContext, scope: Scope): Promise<CullingView> {
  const order = createCullingOrder<string>()
  const leftOnly = 'left' in scope && scope.left === true
  let taken = 0
  for (const slice of 'imageIds' in scope ? chosen(context, scope.imageIds) : ofActors(context, scope.actorIds)) {
    for (const image of slice) if (!leftOnly || isLeft(image)) order.add(String(image.imageId), image, image.group)
    taken += slice.length
    if (taken < SLICE) continue
    taken = 0
    await setImmediate()
  }
  const { ids, open } = order.list()
  return { imageIds: [...ids], open }
}

function* chosen({ catalog }: ViewContext, imageIds: readonly string[]): Generator<readonly Review[]> {
  const ids = [...new Set(imageIds.map(Number))]
  for (let from = 0; from < ids.length; from += SLICE) yield catalog.reviews.byIds(ids.slice(from, from + SLICE))
}

function* ofActors({ catalog }: ViewContext, actorIds: readonly string[]): Generator<readonly Review[]> {
  for (const actorId of actorIds) {
    catalog.images.renewSummaries(catalog.summaries.dueOf(actorId))
    let last: Review | undefined
    do {
      const slice = catalog.reviews.after(actorId, last, SLICE)
      last = slice.at(-1)
      yield slice
    } while (last !== undefined)
  }
}
