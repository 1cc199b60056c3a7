import type { HistoryView } from '../../../../main/contract/views.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { dismiss, notify } from '../../base/ui/notify.ts'
import type { Image, Lane } from '../images/image.ts'
import { useImages } from '../images/images-store.ts'
import { addMove, dropMove } from '../images/overlay.ts'
import { useLibrary } from '../library/library-store.ts'
import { shown } from '../shown/shown.ts'
import { edit } from './edit.ts'
import { EDIT_TOAST } from './edit-toast.ts'
import { undo } from './history-steps.ts'
import { reload } from './reload.ts'

interface ImageEdit {
  readonly imageIds: readonly string[]
  /** Lane in which the images appear at once; null when they leave the page. */
  readonly lane: Lane | null
  readonly announcement: string
  readonly call: () => PromiseLike<HistoryView>
  /** Called with the entry's id in the history once the core has accepted the edit. */
  readonly taken?: (entryId: string) => Promise<void>
}

/** Shows the images in their new lane at once, until the core's images arrive or it refuses the edit. */
export async function editImages(request: ImageEdit): Promise<void> {
  const { imageIds, lane, announcement, call } = request
  const moveId = useImages.getState().moves + 1
  useImages.setState(({ overlay }) => ({ moves: moveId, overlay: addMove(overlay, imageIds, lane, moveId) }))
  announce(announcement)
  const answer = await edit({ call, retry: () => void editImages(request) })
  if (answer.ok) {
    const entry = answer.value.undo
    if (entry) notify('info', entry.name, { label: strings.undo, run: () => void undo() }, EDIT_TOAST)
    await reload(imageIds)
    if (entry) void request.taken?.(entry.id)
  }
  useImages.setState(({ overlay }) => ({ overlay: dropMove(overlay, moveId) }))
}

/** Returns the value that all of the images share, or null when they differ or are not loaded. */
function shared<Key extends 'lane' | 'actorId'>(imageIds: readonly string[], key: Key): Image[Key] | null {
  const here = shown()
  const [first, ...others] = new Set(imageIds.map((imageId) => here?.imageOf(imageId)?.[key]))
  return others.length === 0 ? (first ?? null) : null
}

const OFFER_TOAST = 'alike'

/** Records a person's decision on the lane of images. `offered`: the images were suggested after another move, so no more are suggested. */
export async function classify(imageIds: readonly string[], lane: Lane, offered = false): Promise<void> {
  if (imageIds.length === 0) return
  const from = shared(imageIds, 'lane')
  await editImages({
    imageIds,
    lane,
    announcement: strings.edits.movedSpoken(imageIds.length, from === lane ? null : from, lane, capabilities.modifier),
    call: () => api.images.classify({ imageIds: [...imageIds], lane }),
    ...(!offered && { taken: (entryId) => offerAlike(imageIds, lane, entryId) }),
  })
}

/** Offers to move undecided images that look like those just moved, until the move is undone or another edit follows. */
async function offerAlike(imageIds: readonly string[], lane: Lane, entryId: string): Promise<void> {
  const found = await outcome(api.images.alike({ imageIds: [...imageIds], lane }))
  const isLatest = () => useLibrary.getState().history.undo?.id === entryId
  if (!found.ok || found.value.length === 0 || !isLatest()) return
  const alike = found.value
  const { offer, offerMove } = strings.edits
  const run = () => void classify(alike, lane, true)
  notify('info', offer(alike.length, lane), { label: offerMove(alike.length), run }, OFFER_TOAST)
  const stop = useLibrary.subscribe(() => {
    if (isLatest()) return
    stop()
    dismiss(OFFER_TOAST)
  })
}

/** Moves images to another actor, and into one of its lanes if given. */
export const moveToActor = (imageIds: readonly string[], actorId: string, lane?: Lane): Promise<void> =>
  editImages({
    imageIds,
    lane: null,
    announcement: strings.edits.movedToActorSpoken(
      imageIds.length,
      shared(imageIds, 'actorId'),
      actorId,
      capabilities.modifier,
    ),
    call: () => api.images.moveToActor({ imageIds: [...imageIds], actorId, lane }),
  })

export const trashImages = (imageIds: readonly string[]): Promise<void> =>
  editImages({
    imageIds,
    lane: null,
    announcement: strings.edits.deletedSpoken(imageIds.length, capabilities.modifier),
    call: () => api.images.trash({ imageIds: [...imageIds] }),
  })

/** Sets or removes flags. */
export async function flagImages(imageIds: readonly string[], flagged: boolean): Promise<void> {
  if (imageIds.length === 0) return
  const answer = await edit({
    call: () => api.images.flag({ imageIds: [...imageIds], flagged }),
    retry: () => void flagImages(imageIds, flagged),
  })
  if (!answer.ok) return
  announce(strings.gallery.flaggedNow(imageIds.length, flagged))
  await reload(imageIds)
}

/** Splits a group of undecided images in two by similarity. */
export async function splitGroup(imageIds: readonly string[]): Promise<void> {
  const answer = await edit({ call: () => api.images.splitGroup({ imageIds: [...imageIds] }) })
  if (!answer.ok) return
  announce(strings.gallery.groupSplitNow(imageIds.length))
  await reload(imageIds)
}

/** Marks images as kept, or removes the mark; no plan removes a kept image. */
export async function keepImages(imageIds: readonly string[], kept: boolean): Promise<boolean> {
  if (imageIds.length === 0) return false
  const answer = await edit({
    call: () => api.images.keep({ imageIds: [...imageIds], kept }),
    retry: () => void keepImages(imageIds, kept),
  })
  if (!answer.ok) return false
  const said = strings.promises.keptNow(imageIds.length, kept)
  announce(said)
  notify('info', said, { label: strings.undo, run: () => void undo() }, EDIT_TOAST)
  await reload(imageIds)
  return true
}
