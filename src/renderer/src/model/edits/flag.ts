import { inTurn } from './in-turn.ts'
import { useLibrary } from '../library/library-store.ts'
import { shown } from '../shown/shown.ts'
import { reload } from './make-edit.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { subjects } from './selection-actions.ts'

/** Flags the lightbox's image or the selection; where all of it is flagged, takes the flags off. */
export async function toggleFlags(): Promise<void> {
  const here = shown()
  const imageIds = subjects()
  if (imageIds.length === 0) return
  const flagged = !imageIds.every((imageId) => here?.imageOf(imageId)?.flagged)
  const result = await inTurn(async () => {
    const answer = await attempt(() => api.images.flag({ imageIds: [...imageIds], flagged }))
    if (answer.ok) useLibrary.setState({ history: answer.value })
    return answer
  })
  if (!result.ok) return
  announce(strings.gallery.flaggedNow(imageIds.length, flagged))
  await reload(imageIds)
}
