import { closeCover, openCover, useCovers } from '../surface/cover-store.ts'
import { useSelection } from '../images/selection-store.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { forgetAlike } from './alike.ts'
import { NOTHING, useCulling } from './culling-store.ts'
import { lengthOf } from './queue.ts'
import { loadAround } from './views.ts'

type Scope = Parameters<typeof api.culling.queue>[0]

async function start(scope: Scope, label: string): Promise<void> {
  forgetAlike()
  useCulling.setState({ ...NOTHING, label, cullingId: crypto.randomUUID() })
  openCover('culling')
  const queue = await attempt(() => api.culling.queue(scope))
  if (useCulling.getState().label !== label || !useCovers.getState().stack.includes('culling')) return
  if (!queue.ok) {
    closeCover()
    return
  }
  const { imageIds, open } = queue.value
  useCulling.setState({ imageIds, open })
  await loadAround()
  useCulling.setState({ ready: true })
}

/** Reviews these images, the least sure first. `label` describes the set. */
export const startCulling = (imageIds: readonly string[], label: string): Promise<void> =>
  start({ imageIds: [...imageIds] }, label)

/** Reviews the images selected in the gallery. */
export function cullSelection(): void {
  const imageIds = [...useSelection.getState().selected]
  if (imageIds.length > 0) void startCulling(imageIds, strings.culling.selection(imageIds.length))
}

export const cullActor = (actorId: string): Promise<void> => start({ actorIds: [actorId] }, actorId)

export const cullActors = (actorIds: readonly string[], label: string): Promise<void> =>
  start({ actorIds: [...actorIds] }, label)

export const cullLibrary = (): Promise<void> => start({ actorIds: 'all' }, strings.culling.wholeLibrary)

/** Reviews what is open in these sets: images without a decision, and those that a person left unsure. */
export const reviewActors = (actorIds: readonly string[]): Promise<void> =>
  start({ actorIds: [...actorIds], left: true }, strings.culling.reviewQueue)

/** Shows images that a person already decided at the end of the queue, or leaves them out. */
export function showDecided(withDecided: boolean): void {
  useCulling.setState((state) => ({ withDecided, at: Math.min(state.at, lengthOf({ ...state, withDecided })) }))
  void loadAround()
}

export function leaveCulling(): void {
  closeCover()
  useCulling.setState(NOTHING)
}
