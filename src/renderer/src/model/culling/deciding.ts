import type { HistoryView } from '../../../../main/contract/views.ts'
import { edit, undoEdit } from '../edits/edit.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import { isReadable, type Lane } from '../images/image.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'
import { currentImage, type MadeDecision, useCulling } from './culling-store.ts'
import { type Decision, flagsOf, groupAround, left, lengthOf, nextOpen, wordsOf } from './queue.ts'
import { inWords } from './words.ts'
import { loadAround } from './views.ts'

const text = strings.culling

export function goTo(at: number): void {
  useCulling.setState((state) => ({ at: Math.min(Math.max(0, at), lengthOf(state)), hint: null, wholeGroup: false }))
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
  const members = state.wholeGroup ? groupAround(state) : []
  const imageIds = members.length > 1 ? members.map(({ imageId }) => imageId) : [image.imageId]
  make(
    imageIds.map((imageId) => ({ imageId, at: state.imageIds.indexOf(imageId), lane })),
    () => api.images.classify({ imageIds, lane, keep, cullingId: state.cullingId }),
  )
  goTo(nextOpen(state, wordsOf(useCulling.getState().decisions), state.at))
  announce(text.said(image.filename, lane, left(useCulling.getState()), inWords(currentImage(useCulling.getState()))))
}

/** Toggles whether the next decision applies to all similar images or to this one alone. */
export const toggleWholeGroup = (): void =>
  useCulling.setState((state) => ({ wholeGroup: !state.wholeGroup && groupAround(state).length > 1 }))

/** Toggles the flag of the current image, which stays current, because a flag is not a decision. */
export function toggleFlag(): void {
  const state = useCulling.getState()
  const image = currentImage(state)
  if (!image) return
  const flagged = !(flagsOf(state.decisions).get(image.imageId) ?? image.flagged)
  const imageIds = [image.imageId]
  make([{ imageId: image.imageId, at: state.at, lane: null, flagged }], () => api.images.flag({ imageIds, flagged }))
  useCulling.setState({ hint: null })
  announce(strings.gallery.flaggedNow(1, flagged))
}

/** Keeps the image in its current style. */
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

/** Records the decisions of one edit at once; when the core refuses it, they are dropped and their images are open again. */
function make(some: readonly Decision[], call: () => PromiseLike<HistoryView>): void {
  const answer: MadeDecision['made'] = edit({
    call,
    refused: () => useCulling.setState(({ decisions }) => ({ decisions: without(decisions, answer) })),
  })
  useCulling.setState(({ decisions }) => ({
    decisions: [...decisions, ...some.map((decision) => ({ ...decision, made: answer }))],
  }))
}

const without = (decisions: readonly MadeDecision[], edited: MadeDecision['made']): readonly MadeDecision[] =>
  decisions.filter(({ made }) => made !== edited)

/** Undoes the last decision and returns to its image. */
export function takeBack(): void {
  const { decisions } = useCulling.getState()
  const last = decisions.at(-1)
  if (!last) {
    hint(text.nothingToTakeBack)
    return
  }
  useCulling.setState({ decisions: without(decisions, last.made) })
  goTo(Math.min(...decisions.flatMap(({ made, at }) => (made === last.made ? [at] : []))))
  announce(text.tookBack(shownName(last)))
  void inTurn(() => undoEdit(last.made))
}

const shownName = ({ imageId }: Decision): string => useCulling.getState().views.get(imageId)?.filename ?? ''

/** Undoes all decisions of this review, the latest first. */
export function takeAllBack(): void {
  const { decisions } = useCulling.getState()
  useCulling.setState({ decisions: [], at: 0, hint: null })
  void loadAround()
  void inTurn(async () => {
    let count = 0
    for (const made of new Set(decisions.map((decision) => decision.made).toReversed())) {
      if (!(await undoEdit(made))) return
      count += 1
    }
    notify('info', text.tookAllBack(count))
  })
}
