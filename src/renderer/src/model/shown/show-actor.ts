import { setActor, showPage, useView } from '../window/view-store.ts'
import { forgetFocusRequest } from '../images/focus-store.ts'
import { loadImages } from '../images/images-store.ts'
import { resetSelection } from '../images/selection-store.ts'

export function showActor(actorId: string): void {
  if (useView.getState().actorId === actorId) return
  resetSelection()
  forgetFocusRequest()
  setActor(actorId)
  void loadImages(actorId)
}

/** Opens an actor's gallery from a list on any page; Escape returns to that page. */
export function openActor(actorId: string): void {
  const { page, back } = useView.getState()
  showPage('gallery', page === 'gallery' ? back : page)
  showActor(actorId)
}
