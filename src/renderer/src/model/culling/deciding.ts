import { inTurn } from '../edits/in-turn.ts'
import { useLibrary } from '../library/library-store.ts'
import { undoOwn } from '../edits/own-edits.ts'
import type { Lane } from '../images/image.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'
import { currentImage, useCulling } from './culling-store.ts'
import { type Decision, flagsOf, left, lengthOf, nextOpen, wordsOf } from './queue.ts'
import { inWords } from './words.ts'
import { loadAround } from './views.ts'

const text = strings.culling

/** The edit that each decision became in the library's history. */
const edits = new WeakMap<Decision, string>()

export function goTo(at: number): void {
  useCulling.setState((state) => ({ at: Math.min(Math.max(0, at), lengthOf(state)), hint: null }))
  void loadAround()
}

export function decide(lane: Lane): void {
  const state = useCulling.getState()
  const image = currentImage(state)
  if (!image) return
  const decision: Decision = { imageId: image.imageId, at: state.at, lane }
  const decisions = [...state.decisions, decision]
  useCulling.setState({ decisions })
  goTo(nextOpen(state, wordsOf(decisions), state.at))
  announce(text.said(image.filename, lane, left(useCulling.getState()), inWords(currentImage(useCulling.getState()))))
  void inTurn(() => send(decision))
}

/** Marks the image, or takes the mark off: it stays on the stage, for nothing is decided by that. */
export function toggleFlag(): void {
  const state = useCulling.getState()
  const image = currentImage(state)
  if (!image) return
  const flagged = !(flagsOf(state.decisions).get(image.imageId) ?? image.flagged)
  const decision: Decision = { imageId: image.imageId, at: state.at, lane: null, flagged }
  useCulling.setState({ decisions: [...state.decisions, decision], hint: null })
  announce(strings.gallery.flaggedNow(1, flagged))
  void inTurn(() => send(decision))
}

/** Keeps the image as what it is taken for. */
export function keep(): void {
  const image = currentImage(useCulling.getState())
  if (!image) return
  if (image.style === null) hint(text.noStyle)
  else decide(image.style)
}

function hint(words: string): void {
  useCulling.setState({ hint: words })
  announce(words)
}

async function send(decision: Decision): Promise<void> {
  const { imageId, lane, flagged = false } = decision
  const imageIds = [imageId]
  const result = await outcome(
    lane === null ? api.images.flag({ imageIds, flagged }) : api.images.classify({ imageIds, lane }),
  )
  if (result.ok) {
    useLibrary.setState({ history: result.value })
    if (result.value.undo) edits.set(decision, result.value.undo.id)
    return
  }
  // It was not kept, so it is not shown as decided: the image is among those left again.
  useCulling.setState(({ decisions }) => ({ decisions: decisions.filter((each) => each !== decision) }))
  notify('error', result.problem.message)
}

/** Takes the last word back and returns to its image. */
export function takeBack(): void {
  const { decisions } = useCulling.getState()
  const last = decisions.at(-1)
  if (!last) {
    hint(text.nothingToTakeBack)
    return
  }
  useCulling.setState({ decisions: decisions.slice(0, -1) })
  goTo(last.at)
  announce(text.tookBack(shownName(last)))
  void inTurn(async () => void (await undo(last)))
}

const shownName = ({ imageId }: Decision): string => useCulling.getState().views.get(imageId)?.filename ?? ''

/** Everything of this sitting, the last word first. */
export function takeAllBack(): void {
  const { decisions } = useCulling.getState()
  useCulling.setState({ decisions: [], at: 0, hint: null })
  void loadAround()
  void inTurn(async () => {
    let count = 0
    for (const decision of decisions.toReversed()) {
      if (!(await undo(decision))) return
      count += 1
    }
    notify('info', text.tookAllBack(count))
  })
}

/** False when it could not be undone: then it still holds. */
async function undo(decision: Decision): Promise<boolean> {
  const editId = edits.get(decision)
  // The core never had it.
  return editId === undefined || undoOwn(editId)
}
