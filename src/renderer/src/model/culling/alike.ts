import { create } from 'zustand'
import type { DuplicateGroupView } from '../../../../main/contract/views.ts'
import type { Image } from '../images/image.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'

const KEPT_ACTORS = 12

type Groups = Promise<readonly DuplicateGroupView[]>

/** Near-duplicate groups by actor, as they were when the queue first reached the actor. */
const useGroups = create<{ readonly byActor: ReadonlyMap<string, Groups> }>()(() => ({ byActor: new Map() }))

export const forgetAlike = (): void => useGroups.setState({ byActor: new Map() })

function groupsOf(actorId: string): Groups {
  const { byActor } = useGroups.getState()
  const known = byActor.get(actorId)
  if (known) return known
  const asked = outcome(api.duplicates.groups({ actorIds: [actorId] })).then((found) => (found.ok ? found.value : []))
  useGroups.setState({ byActor: new Map([...byActor, [actorId, asked] as const].slice(-KEPT_ACTORS)) })
  return asked
}

/** Returns the images that show the same picture, including this one, the one to keep first; empty when it has no duplicate. */
export async function findAlike(actorId: string, imageId: string): Promise<readonly Image[]> {
  const group = (await groupsOf(actorId)).find(({ imageIds }) => imageIds.includes(imageId))
  if (!group) return []
  const views = await outcome(api.images.views({ imageIds: group.imageIds }))
  return views.ok ? views.value : []
}
