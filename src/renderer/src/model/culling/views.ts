import type { Image } from '../images/image.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { notify } from '../../base/ui/notify.ts'
import { useCulling } from './culling-store.ts'
import { lengthOf, without } from './queue.ts'

/** Number of images kept loaded behind the current one. */
const BEHIND = 8
const AHEAD = 40
/** More images are fetched when fewer than this many are loaded ahead. */
const LOW = 20
const KEPT = 200

/** Fetches missing images around the current one. */
export async function loadAround(): Promise<void> {
  const state = useCulling.getState()
  const { at, imageIds, views, fetching } = state
  const missing = (end: number) =>
    imageIds
      .slice(Math.max(0, at - BEHIND), Math.min(lengthOf(state), at + end))
      .filter((imageId) => !views.has(imageId) && !fetching.has(imageId))
  if (missing(LOW).length > 0) await fetchViews(missing(AHEAD))
}

/** Handles changed images of these actors: those near the current one are fetched again, the others when they come near. */
export function refreshCulling(actorIds: readonly string[]): void {
  const actors = new Set(actorIds)
  const { views, at, imageIds } = useCulling.getState()
  const near = new Set(imageIds.slice(Math.max(0, at - BEHIND), at + AHEAD))
  const stale = [...views.values()].filter(({ actorId }) => actors.has(actorId)).map(({ imageId }) => imageId)
  if (stale.length === 0) return
  const far = new Set(stale.filter((imageId) => !near.has(imageId)))
  if (far.size > 0) useCulling.setState({ views: new Map([...views].filter(([imageId]) => !far.has(imageId))) })
  void fetchViews(stale.filter((imageId) => near.has(imageId)))
}

/** Returns the old view object when an image has not changed, so that nothing is rendered or fetched again. */
function renewed(before: Image | undefined, now: Image): Image {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now
}

async function fetchViews(imageIds: readonly string[]): Promise<void> {
  const { imageIds: queue } = useCulling.getState()
  useCulling.setState(({ fetching }) => ({ fetching: new Set([...fetching, ...imageIds]) }))
  const found = await outcome(api.images.views({ imageIds: [...imageIds] }))
  useCulling.setState(({ fetching }) => ({
    fetching: new Set([...fetching].filter((imageId) => !imageIds.includes(imageId))),
  }))
  // Another review has started meanwhile.
  if (useCulling.getState().imageIds !== queue) return
  if (!found.ok) {
    notify('error', found.problem.message)
    return
  }
  const here = new Set(found.value.map(({ imageId }) => imageId))
  const gone = new Set(imageIds.filter((imageId) => !here.has(imageId)))
  useCulling.setState((state) => {
    const near = new Set(state.imageIds.slice(Math.max(0, state.at - KEPT), state.at + KEPT))
    const fetched = found.value.map((image) => renewed(state.views.get(image.imageId), image))
    const known = [...state.views.values(), ...fetched].filter(({ imageId }) => near.has(imageId))
    const views = new Map(known.map((image) => [image.imageId, image]))
    for (const imageId of gone) views.delete(imageId)
    return gone.size === 0 ? { views } : { views, ...without(state, state.at, gone) }
  })
}
