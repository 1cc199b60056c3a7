import { shown } from '../shown/shown.ts'
import { setActor, showPage, useView } from '../window/view-store.ts'
import { makeEdit } from './make-edit.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { forgetFocusRequest } from '../images/focus-store.ts'
import { loadImages } from '../images/images-store.ts'
import type { Lane } from '../images/image.ts'
import { resetSelection } from '../images/selection-store.ts'

/** A human's word on images: the lane they belong to. */
export async function classify(imageIds: readonly string[], lane: Lane): Promise<void> {
  if (imageIds.length === 0) return
  const here = shown()
  const [from, ...others] = new Set(imageIds.map((imageId) => here?.imageOf(imageId)?.lane))
  const whence = from === undefined || from === lane || others.length > 0 ? null : from
  await makeEdit({
    imageIds,
    lane,
    spoken: strings.edits.movedSpoken(imageIds.length, whence, lane, capabilities.modifier),
    call: () => api.images.classify({ imageIds: [...imageIds], lane }),
  })
}

export function showActor(actorId: string): void {
  if (useView.getState().actorId === actorId) return
  resetSelection()
  forgetFocusRequest()
  setActor(actorId)
  void loadImages(actorId)
}

/** From a list on any page into the actor's gallery; Escape leads back to that page. */
export function openActor(actorId: string): void {
  const { page, back } = useView.getState()
  showPage('gallery', page === 'gallery' ? back : page)
  showActor(actorId)
}
