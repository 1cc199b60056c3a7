import { shown } from '../app/shown.ts'
import { useLightbox } from '../lightbox/lightbox-store.ts'
import { classify } from './actions.ts'
import { requestFocus } from './focus-store.ts'
import type { Lane } from './lanes.ts'
import { nextFocus } from './selection.ts'
import { dispatchSelection, useSelection } from './selection-store.ts'
import { blockHolding, imagesIn } from './shown.ts'

/** What a command acts on: the lightbox's image, else the selection, else the focused image. */
function subjects(): readonly string[] {
  const open = useLightbox.getState().imageId
  if (open !== null) return [open]
  const { selected, focus } = useSelection.getState()
  if (selected.size > 0) return [...selected]
  return focus !== null && shown()?.imageOf(focus) ? [focus] : []
}

/** The keyboard's way of dragging: moves the selection to a lane and goes on to the image that takes its place. */
export function moveSelection(lane: Lane): void {
  const here = shown()
  const imageIds = subjects()
  const first = imageIds[0]
  if (!here || first === undefined) return
  const leaving = new Set(imageIds)
  const from = blockHolding(here, first)
  const stays = here.imageOf(first)?.lane === lane
  const next = from ? nextFocus(from.keys, leaving) : null
  void classify(imageIds, lane)
  if (useLightbox.getState().imageId !== null || stays) return
  dispatchSelection(next === null ? { type: 'clear' } : { type: 'only', key: next })
  requestFocus(next ?? first)
}

/** A drop: images that lie in the lane already stay as they are. */
export function dropInto(imageIds: readonly string[], lane: Lane): void {
  const here = shown()
  const moving = imageIds.filter((imageId) => here?.imageOf(imageId)?.lane !== lane)
  const first = moving[0]
  if (!here || first === undefined) return
  void classify(moving, lane)
  // The pointer had the focus; the keyboard goes on from where the images are now.
  requestFocus(first)
}

/** All images of the lane that has the focus; pressed again, all that are shown. */
export function selectAll(): void {
  const here = shown()
  if (!here) return
  const { focus, selected } = useSelection.getState()
  const own = focus === null ? [] : (blockHolding(here, focus)?.images ?? [])
  const whole = own.every((key) => selected.has(key))
  dispatchSelection({ type: 'set', keys: whole ? imagesIn(here) : own })
}

export function clearSelection(): void {
  dispatchSelection({ type: 'clear' })
}
