import type { HistoryView } from '../../../../main/contract/views.ts'
import { edit, undoEdit } from '../edits/edit.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import { isReadable, type Lane } from '../images/image.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'
import { currentImage, type MadeDecision, useCulling } from './culling-store.ts'
import { type Decision, flagsOf, left, lengthOf, nextOpen, wordsOf } from './queue.ts'
import { inWords } from './words.ts'
import { loadAround } from './views.ts'

const text = strings.culling

export function goTo(at: number): void {
  useCulling.setState((state) => ({ at: Math.min(Math.max(0, at), lengthOf(state)), hint: null }))
  void loadAround()
}

export function decide(lane: Lane, keep?: true): void {
  const state = useCulling.getState()
  const image = currentImage(state)
  if (!image) return
  if (lane !== 'rejected' && !isReadable(image)) {
    hint(strings.gallery.cannotKeep([image.filename]))
    return
  }
  const imageIds = [image.imageId]
  make({ imageId: image.imageId, at: state.at, lane }, () =>
    api.images.classify({ imageIds, lane, keep, cullingId: state.cullingId }),
  )
  goTo(nextOpen(state, wordsOf(useCulling.getState().decisions), state.at))
  announce(text.said(image.filename, lane, left(useCulling.getState()), inWords(currentImage(useCulling.getState()))))
}

/** Marks the image, or takes the mark off: it stays on the stage, for nothing is decided by that. */
export function toggleFlag(): void {
  const state = useCulling.getState()
  const image = currentImage(state)
  if (!image) return
  const flagged = !(flagsOf(state.decisions).get(image.imageId) ?? image.flagged)
  const imageIds = [image.imageId]
  make({ imageId: image.imageId, at: state.at, lane: null, flagged }, () => api.images.flag({ imageIds, flagged }))
  useCulling.setState({ hint: null })
  announce(strings.gallery.flaggedNow(1, flagged))
}

/** Keeps the image as what it is taken for. */
export function keep(): void {
  const image = currentImage(useCulling.getState())
  if (!image) return
  if (image.style === null) hint(text.noStyle)
  else decide(image.style, true)
}

function hint(words: string): void {
  useCulling.setState({ hint: words })
  announce(words)
}

/** Counts the decision at once; one that the core refuses is dropped, and its image is open again. */
function make(decision: Decision, call: () => PromiseLike<HistoryView>): void {
  const made: MadeDecision = {
    ...decision,
    made: edit({
      call,
      refused: () => useCulling.setState(({ decisions }) => ({ decisions: decisions.filter((each) => each !== made) })),
    }),
  }
  useCulling.setState(({ decisions }) => ({ decisions: [...decisions, made] }))
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
  void inTurn(() => undoEdit(last.made))
}

const shownName = ({ imageId }: Decision): string => useCulling.getState().views.get(imageId)?.filename ?? ''

/** Everything of this culling, the last word first. */
export function takeAllBack(): void {
  const { decisions } = useCulling.getState()
  useCulling.setState({ decisions: [], at: 0, hint: null })
  void loadAround()
  void inTurn(async () => {
    let count = 0
    for (const decision of decisions.toReversed()) {
      if (!(await undoEdit(decision.made))) return
      count += 1
    }
    notify('info', text.tookAllBack(count))
  })
}
