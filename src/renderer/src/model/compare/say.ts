import { edit, undoEdit } from '../edits/edit.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import type { Lane } from '../images/image.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { renewCompared, useCompare } from './compare-store.ts'

function classify(imageId: string, lane: Lane, announcement: string): void {
  const made = edit({
    call: () => api.images.classify({ imageIds: [imageId], lane }),
    accepted: () => {
      announce(announcement)
      return renewCompared()
    },
    refused: () => useCompare.setState(({ edits }) => ({ edits: edits.filter((each) => each !== made) })),
    retry: () => classify(imageId, lane, announcement),
  })
  useCompare.setState(({ edits }) => ({ edits: [...edits, made] }))
}

/** Marks an image as the best, which keeps it in its current style. The others stay until they are rejected. */
export function markBest(place: number): void {
  const image = useCompare.getState().images[place]
  if (!image) return
  useCompare.setState({ at: place, bestId: image.imageId })
  // Choosing the better image does not confirm a guessed style, so an unsure image stays unsorted.
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

/** Undoes the last edit made in this view. */
export function undoInCompare(): void {
  void inTurn(async () => {
    const last = useCompare.getState().edits.at(-1)
    if (last === undefined || !(await undoEdit(last))) return
    useCompare.setState(({ edits }) => ({ bestId: null, edits: edits.filter((each) => each !== last) }))
    await renewCompared()
  })
}
