import { useLightbox } from '../lightbox/lightbox-store.ts'
import { classify } from './actions.ts'
import { imageOrder, modelHolding, shownGallery } from './current.ts'
import { requestFocus } from './focus-store.ts'
import { focusable, type Lane } from './lanes.ts'
import { nextFocus } from './selection.ts'
import { dispatchSelection, useSelection } from './selection-store.ts'

/** What a command acts on: the lightbox's image, else the selection, else the focused image. */
function subjects(): readonly string[] {
  const open = useLightbox.getState().imageId
  if (open !== null) return [open]
  const { selected, focus } = useSelection.getState()
  if (selected.size > 0) return [...selected]
  const shown = shownGallery()
  return focus !== null && shown?.images.some((image) => image.imageId === focus) ? [focus] : []
}

/** The keyboard's way of dragging: moves the selection to a lane and goes on to the image that takes its place. */
export function moveSelection(lane: Lane): void {
  const shown = shownGallery()
  const imageIds = subjects()
  if (!shown || imageIds.length === 0) return
  const leaving = new Set(imageIds)
  const from = imageIds[0] === undefined ? undefined : modelHolding(shown.models, imageIds[0])
  const stays = from?.lane === lane
  const next = from ? nextFocus(focusable(from), leaving) : null
  void classify(imageIds, lane)
  if (useLightbox.getState().imageId !== null) return
  if (stays) return
  if (next !== null) {
    dispatchSelection({ type: 'only', key: next })
    requestFocus(next)
  } else {
    dispatchSelection({ type: 'clear' })
    const first = imageIds[0]
    if (first !== undefined) requestFocus(first)
  }
}

/** A drop: images that lie in the lane already stay as they are. */
export function dropInto(imageIds: readonly string[], lane: Lane): void {
  const shown = shownGallery()
  if (!shown) return
  const wanted = new Set(imageIds)
  const moving = shown.images.filter((image) => wanted.has(image.imageId) && image.lane !== lane)
  const first = moving[0]?.imageId
  if (first === undefined) return
  void classify(
    moving.map((image) => image.imageId),
    lane,
  ) // The pointer had the focus; the keyboard goes on from where the images are now.
  requestFocus(first)
}

/** All images of the lane that has the focus; pressed again, all of the actor. */
export function selectAll(): void {
  const shown = shownGallery()
  if (!shown) return
  const { focus, selected } = useSelection.getState()
  const lane = focus === null ? undefined : modelHolding(shown.models, focus)
  const own = lane ? imageOrder([lane]) : []
  const all = imageOrder(shown.models)
  const whole = own.every((key) => selected.has(key))
  dispatchSelection({ type: 'set', keys: whole ? all : own })
}

export function clearSelection(): void {
  dispatchSelection({ type: 'clear' })
}
