import { shown } from '../app/shown.ts'
import { openActor } from '../gallery/actions.ts'
import { requestFocus } from '../gallery/focus-store.ts'
import { loadImages } from '../gallery/images-store.ts'
import { dispatchSelection, useSelection } from '../gallery/selection-store.ts'

/** From a result to its place among its actor's images. */
export async function goToImage(): Promise<void> {
  const { focus } = useSelection.getState()
  const image = focus === null ? undefined : shown()?.imageOf(focus)
  if (focus === null || !image) return
  openActor(image.actorId)
  await loadImages(image.actorId)
  dispatchSelection({ type: 'only', key: focus })
  requestFocus(focus)
}
