import { inTurn } from '../edits/in-turn.ts'
import { useLibrary } from '../library/library-store.ts'
import { undoOwn } from '../edits/own-edits.ts'
import type { Lane } from '../images/image.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { renewCompared, useCompare } from './compare-store.ts'

/** Edits that were made here, the newest last. */
const edits: string[] = []

function classify(imageId: string, lane: Lane, words: string): void {
  void inTurn(async () => {
    const result = await attempt(() => api.images.classify({ imageIds: [imageId], lane }))
    if (!result.ok) return
    useLibrary.setState({ history: result.value })
    if (result.value.undo) edits.push(result.value.undo.id)
    announce(words)
    await renewCompared()
  })
}

/** Marks an image as the best: it is kept as what it is taken for. The others stay as they are until they are rejected. */
export function markBest(place: number): void {
  const image = useCompare.getState().images[place]
  if (!image) return
  useCompare.setState({ at: place, bestId: image.imageId })
  // A style that is only a guess stays one: what is said here is that it is the better picture.
  const lane = image.style === null || image.unsure ? 'unsorted' : image.style
  classify(image.imageId, lane, strings.compare.keptBest(image.filename))
}

export function rejectFocused(): void {
  const { images, at, bestId } = useCompare.getState()
  const image = images[at]
  if (!image) return
  if (image.imageId === bestId) useCompare.setState({ bestId: null })
  classify(image.imageId, 'rejected', strings.compare.said(image.filename))
}

/** Takes the last word that was said here back. */
export function undoInCompare(): void {
  void inTurn(async () => {
    const last = edits.at(-1)
    if (last === undefined || !(await undoOwn(last))) return
    edits.pop()
    useCompare.setState({ bestId: null })
    await renewCompared()
  })
}
