import { shown } from '../shown/shown.ts'
import { classify, flagImages, moveToActor, trashImages } from './image-edits.ts'
import { closeLightbox, openLightbox, useLightbox } from '../window/lightbox-store.ts'
import { requestFocus } from '../images/focus-store.ts'
import { type Image, isReadable, type Lane } from '../images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'
import { nextFocus } from '../images/selection.ts'
import { dispatchSelection, useSelection } from '../images/selection-store.ts'
import { blockHolding, imagesIn } from '../shown/blocks.ts'

/** Returns the images that a command acts on: the lightbox's image, otherwise the selection, otherwise the focused image. */
export function subjects(): readonly string[] {
  const open = useLightbox.getState().imageId
  if (open !== null) return [open]
  const { selected, focus } = useSelection.getState()
  if (selected.size > 0) return [...selected]
  return focus !== null && shown()?.imageOf(focus) ? [focus] : []
}

/** Returns the image that gets the focus when these leave their place, or null when none remains. */
function successor(imageIds: readonly string[]): string | null {
  const from = imageIds[0] === undefined ? undefined : blockHolding(shown(), imageIds[0])
  return from ? nextFocus(from.keys, new Set(imageIds)) : null
}

/** Notifies the user of images that only Rejected accepts, and returns the others. */
function takenBy(lane: Lane, imageIds: readonly string[]): readonly string[] {
  if (lane === 'rejected') return imageIds
  const here = shown()
  const unreadable = imageIds.flatMap((imageId) => {
    const image = here?.imageOf(imageId)
    return image && !isReadable(image) ? [image] : []
  })
  if (unreadable.length > 0) {
    const said = strings.gallery.cannotKeep(unreadable.map((image) => image.filename))
    notify('warning', said, undefined, 'cannot keep')
    announce(said)
  }
  const left = new Set(unreadable.map((image) => image.imageId))
  return left.size === 0 ? imageIds : imageIds.filter((imageId) => !left.has(imageId))
}

/** The keyboard's counterpart of dragging: moves the selection to a lane and focuses the image that takes its place. */
export function moveSelection(lane: Lane, chosen = subjects()): void {
  const imageIds = takenBy(lane, chosen)
  const first = imageIds[0]
  if (first === undefined) return
  const stays = shown()?.imageOf(first)?.lane === lane
  const next = successor(imageIds)
  void classify(imageIds, lane)
  if (useLightbox.getState().imageId !== null || stays) return
  dispatchSelection(next === null ? { type: 'clear' } : { type: 'only', key: next })
  requestFocus(next ?? first)
}

/** Removes images from the page, by deletion or move to another actor, and focuses the image that takes their place. */
function leave(imageIds: readonly string[], act: (imageIds: readonly string[]) => Promise<void>): void {
  if (imageIds.length === 0) return
  const next = successor(imageIds)
  void act(imageIds)
  if (useLightbox.getState().imageId !== null) {
    if (next === null) closeLightbox()
    else openLightbox(next)
  }
  dispatchSelection(next === null ? { type: 'clear' } : { type: 'only', key: next })
  if (next !== null) requestFocus(next)
}

export const trashSelection = (imageIds = subjects()): void => leave(imageIds, trashImages)

export const moveSelectionToActor = (actorId: string, imageIds = subjects()): void =>
  leave(
    imageIds.filter((imageId) => shown()?.imageOf(imageId)?.actorId !== actorId),
    (leaving) => moveToActor(leaving, actorId),
  )

/** Handles a drop on an actor's lane: its own images in that lane stay, and images of other actors become its own. */
export function dropInto(dragged: readonly Image[], actorId: string, lane: Lane): void {
  const taken = new Set(
    takenBy(
      lane,
      dragged.filter((image) => image.actorId === actorId && image.lane !== lane).map((image) => image.imageId),
    ),
  )
  const moving = dragged.filter((image) => taken.has(image.imageId))
  const coming = dragged.filter((image) => image.actorId !== actorId)
  const first = moving[0]
  if (first) {
    void classify(
      moving.map((image) => image.imageId),
      lane,
    )
    // A drag leaves the focus with the pointer; the keyboard continues from the images' new place.
    requestFocus(first.imageId)
  }
  if (coming.length > 0)
    void moveToActor(
      coming.map((image) => image.imageId),
      actorId,
      lane,
    )
}

/** Moves images of the open actor into one of its lanes. */
export function sortInto(imageIds: readonly string[], lane: Lane): void {
  const here = shown()
  const images = imageIds.flatMap((imageId) => here?.imageOf(imageId) ?? [])
  if (images[0]) dropInto(images, images[0].actorId, lane)
}

/** Selects all images of the lane with the focus; a second press selects all visible images. */
export function selectAll(): void {
  const here = shown()
  if (!here) return
  const { focus, selected } = useSelection.getState()
  const own = focus === null ? [] : (blockHolding(here, focus)?.images ?? [])
  const whole = own.every((key) => selected.has(key))
  dispatchSelection({ type: 'set', keys: whole ? imagesIn(here) : own })
}

/** Flags the lightbox's image or the selection; removes the flags when all are flagged. */
export function toggleFlags(): void {
  const here = shown()
  const imageIds = subjects()
  void flagImages(imageIds, !imageIds.every((imageId) => here?.imageOf(imageId)?.flagged))
}

export function clearSelection(): void {
  dispatchSelection({ type: 'clear' })
}
