import { shown } from '../shown/shown.ts'
import { openActor } from '../shown/show-actor.ts'
import { requestFocus } from '../images/focus-store.ts'
import { loadImages } from '../images/images-store.ts'
import { dispatchSelection, useSelection } from '../images/selection-store.ts'

/** Opens the gallery of a search result's actor at that image. */
export async function goToImage(): Promise<void> {
  const { focus } = useSelection.getState()
  const image = focus === null ? undefined : shown()?.imageOf(focus)
  if (focus === null || !image) return
  openActor(image.actorId)
  await loadImages(image.actorId)
  dispatchSelection({ type: 'only', key: focus })
  requestFocus(focus)
}
