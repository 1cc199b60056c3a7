import type { HistoryView } from '../../../../main/contract/views.ts'
import { inTurn } from './in-turn.ts'
import { useLibrary } from '../library/library-store.ts'
import { shown } from '../shown/shown.ts'
import { useView } from '../window/view-store.ts'
import { loadImages, loadLoose, useImages } from '../images/images-store.ts'
import type { Lane } from '../images/image.ts'
import { addMove, dropMove } from '../images/overlay.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'

/** The toast about the latest edit takes the place of the one before. */
const TOAST = 'edit'

let moves = 0

/** What is on the screen is fetched again; of what came by a search, that which is at hand. */
export async function reload(imageIds: readonly string[] = []): Promise<void> {
  const { actorId } = useView.getState()
  const { loose } = useImages.getState()
  const held = imageIds.filter((imageId) => loose.has(imageId)).slice(0, MOST_LOOSE)
  await Promise.all([actorId === null ? null : loadImages(actorId), held.length === 0 ? null : loadLoose(held)])
}

const MOST_LOOSE = 1000

interface Wish {
  readonly imageIds: readonly string[]
  /** Where they are drawn at once; null: they leave. */
  readonly lane: Lane | null
  readonly spoken: string
  readonly call: () => PromiseLike<HistoryView>
}

/**
 * An edit: at once on the screen, then for good. The screen keeps its own word until the images that the core has after the edit
 * are here, and takes it back when the core refuses.
 */
export async function makeEdit(wish: Wish): Promise<void> {
  const moveId = ++moves
  useImages.setState(({ overlay }) => ({ overlay: addMove(overlay, wish.imageIds, wish.lane, moveId) }))
  announce(wish.spoken)
  const result = await inTurn(async () => {
    const answer = await outcome(wish.call())
    if (answer.ok) useLibrary.setState({ history: answer.value })
    return answer
  })
  if (result.ok) {
    const name = result.value.undo?.name
    if (name !== undefined) notify('info', name, { label: strings.undo, run: () => void undo() }, TOAST)
    await reload(wish.imageIds)
  } else {
    notify('error', result.problem.message, { label: strings.retry, run: () => void makeEdit(wish) })
  }
  useImages.setState(({ overlay }) => ({ overlay: dropMove(overlay, moveId) }))
}

/** To another actor, and into a lane of it if one is given. */
export function moveToActor(imageIds: readonly string[], actorId: string, lane?: Lane): Promise<void> {
  const here = shown()
  const [from, ...others] = new Set(imageIds.map((imageId) => here?.imageOf(imageId)?.actorId))
  return makeEdit({
    imageIds,
    lane: null,
    spoken: strings.edits.movedToActorSpoken(
      imageIds.length,
      from !== undefined && others.length === 0 ? from : null,
      actorId,
      capabilities.modifier,
    ),
    call: () => api.images.moveToActor({ imageIds: [...imageIds], actorId, lane }),
  })
}

export const trashImages = (imageIds: readonly string[]): Promise<void> =>
  makeEdit({
    imageIds,
    lane: null,
    spoken: strings.edits.deletedSpoken(imageIds.length, capabilities.modifier),
    call: () => api.images.trash({ imageIds: [...imageIds] }),
  })

/** False: it was not taken. */
async function take(direction: 'undo' | 'redo'): Promise<boolean> {
  const entry = useLibrary.getState().history[direction]
  if (!entry || entry.running) return false
  const result = await attempt(() => api.history[direction]())
  if (!result.ok) return false
  useLibrary.setState({ history: result.value })
  const { edits } = strings
  const [said, back] =
    direction === 'undo' ? [edits.undone(entry.name), 'redo' as const] : [edits.redone(entry.name), 'undo' as const]
  announce(said)
  notify('info', said, { label: strings[back], run: () => void step(back) }, TOAST)
  return true
}

let steps = 0
/** Whether a step through the history waits for its turn or is being taken. */
export const isStepping = (): boolean => steps > 0

async function step(direction: 'undo' | 'redo'): Promise<void> {
  steps += 1
  const taken = await inTurn(() => take(direction)).finally(() => (steps -= 1))
  if (taken) await reload()
}

/** Takes back, or does again, the newest edit or run. */
export const undo = (): Promise<void> => step('undo')
export const redo = (): Promise<void> => step('redo')

/** Back or forward to a point of the history; null: before all of it. */
export async function goTo(id: string | null): Promise<void> {
  const result = await inTurn(() => attempt(() => api.history.goTo({ id })))
  if (!result.ok) return
  const { history, undone, redone, stopped } = result.value
  useLibrary.setState({ history })
  const { edits } = strings
  if (stopped !== null) notify('warning', edits.stopped(undone, redone, stopped))
  else if (undone + redone > 0) announce(edits.steps(undone, redone))
  await reload()
}
