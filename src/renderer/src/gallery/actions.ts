import { useLibrary } from '../app/library-store.ts'
import { setActor, showPage, useView } from '../app/view-store.ts'
import { attempt, outcome } from '../host/attempt.ts'
import { capabilities } from '../host/capabilities.ts'
import { api } from '../host/connect.ts'
import { strings } from '../strings.ts'
import { announce } from '../ui/announce.ts'
import { notify } from '../ui/notify.ts'
import { forgetFocusRequest } from './focus-store.ts'
import { loadImages, loadLoose, useImages } from './images-store.ts'
import type { Lane } from './lanes.ts'
import { addMove, dropMove } from './overlay.ts'
import { resetSelection } from './selection-store.ts'

let moves = 0

/**
 * Moves images to a lane: at once on the screen, then for good. The screen keeps its own word until the images that the
 * core has after the move are here, and takes it back when the core refuses.
 */
export async function classify(imageIds: readonly string[], lane: Lane): Promise<void> {
  if (imageIds.length === 0) return
  // Undo waits for it: Ctrl+Z right after a move means that move.
  lastMove = move(imageIds, lane)
  await lastMove
}

/** What came by a search is fetched again, as far as it is at hand. */
async function renewLoose(imageIds: readonly string[]): Promise<void> {
  const { loose } = useImages.getState()
  const held = imageIds.filter((imageId) => loose.has(imageId)).slice(0, 1000)
  if (held.length > 0) await loadLoose(held)
}

let lastMove: Promise<void> = Promise.resolve()

async function move(imageIds: readonly string[], lane: Lane): Promise<void> {
  const moveId = ++moves
  useImages.setState(({ overlay }) => ({ overlay: addMove(overlay, imageIds, lane, moveId) }))
  announce(strings.gallery.movedUndo(imageIds.length, lane, capabilities.modifier))
  const result = await outcome(api.images.classify({ imageIds: [...imageIds], lane }))
  if (result.ok) {
    useLibrary.setState({ history: result.value })
    const shown = useView.getState().actorId
    await Promise.all([shown === null ? null : loadImages(shown), renewLoose(imageIds)])
  } else {
    notify('error', result.problem.message, { label: strings.retry, run: () => void classify(imageIds, lane) })
  }
  useImages.setState(({ overlay }) => ({ overlay: dropMove(overlay, moveId) }))
}

async function step(direction: 'undo' | 'redo'): Promise<void> {
  await lastMove
  const edit = useLibrary.getState().history[direction]
  if (!edit) return
  const result = await attempt(() => api.history[direction]())
  if (!result.ok) return
  useLibrary.setState({ history: result.value })
  announce(`${direction === 'undo' ? strings.undo : strings.redo}: ${edit.name}`)
  const shown = useView.getState().actorId
  if (shown !== null) await loadImages(shown)
}

export const undo = (): Promise<void> => step('undo')
export const redo = (): Promise<void> => step('redo')

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
