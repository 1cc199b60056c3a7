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

/** What a command acts on: the lightbox's image, else the selection, else the focused image. */
export function subjects(): readonly string[] {
  const open = useLightbox.getState().imageId
  if (open !== null) return [open]
  const { selected, focus } = useSelection.getState()
  if (selected.size > 0) return [...selected]
  return focus !== null && shown()?.imageOf(focus) ? [focus] : []
}

/** The image that takes the place of these when they are gone from where they are; null: none remains. */
function successor(imageIds: readonly string[]): string | null {
  const from = imageIds[0] === undefined ? undefined : blockHolding(shown(), imageIds[0])
  return from ? nextFocus(from.keys, new Set(imageIds)) : null
}

/** Says it of those that no lane but Rejected can take, and answers the others. */
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

/** The keyboard's way of dragging: moves the selection to a lane and goes on to the image that takes its place. */
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

/** Lets images leave the page, by deletion or to another actor, and goes on to the one that takes their place. */
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

/** A drop on a lane of an actor: its own images that lie there already stay as they are, those of others become its own. */
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
    // The pointer had the focus; the keyboard goes on from where the images are now.
    requestFocus(first.imageId)
  }
  if (coming.length > 0)
    void moveToActor(
      coming.map((image) => image.imageId),
      actorId,
      lane,
    )
}

/** Images of the actor that is shown into a lane of its own. */
export function sortInto(imageIds: readonly string[], lane: Lane): void {
  const here = shown()
  const images = imageIds.flatMap((imageId) => here?.imageOf(imageId) ?? [])
  if (images[0]) dropInto(images, images[0].actorId, lane)
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

/** Flags the lightbox's image or the selection; where all of it is flagged, takes the flags off. */
export function toggleFlags(): void {
  const here = shown()
  const imageIds = subjects()
  void flagImages(imageIds, !imageIds.every((imageId) => here?.imageOf(imageId)?.flagged))
}

export function clearSelection(): void {
  dispatchSelection({ type: 'clear' })
}
