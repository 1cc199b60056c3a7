import type { DuplicateGroupView } from '../../../../main/contract/views.ts'
import type { Image } from '../images/image.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'

const KEPT_ACTORS = 12

/** An actor's groups as they were when it was first met in this sitting. */
const groups = new Map<string, Promise<readonly DuplicateGroupView[]>>()

export const forgetAlike = (): void => groups.clear()

function groupsOf(actorId: string): Promise<readonly DuplicateGroupView[]> {
  const known = groups.get(actorId)
  if (known) return known
  const asked = outcome(api.duplicates.groups({ actorIds: [actorId] })).then((found) => (found.ok ? found.value : []))
  groups.set(actorId, asked)
  for (const old of [...groups.keys()].slice(0, Math.max(0, groups.size - KEPT_ACTORS))) groups.delete(old)
  return asked
}

/** The images that show the same picture, this one among them, the one to keep first; none when it has no double. */
export async function findAlike(actorId: string, imageId: string): Promise<readonly Image[]> {
  const group = (await groupsOf(actorId)).find(({ imageIds }) => imageIds.includes(imageId))
  if (!group) return []
  const views = await outcome(api.images.views({ imageIds: group.imageIds }))
  return views.ok ? views.value : []
}
