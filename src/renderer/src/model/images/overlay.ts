import { isStyle } from '../../../../main/domain/style.ts'
import type { Image, Lane } from './image.ts'
import { remembered } from './remembered.ts'

/** Lanes that images were just moved to (null when they left), until the core answers; `moveId` identifies the move. */
export type Overlay = ReadonlyMap<string, { readonly lane: Lane | null; readonly moveId: number }>

/** Returns the image as it will be once the core has accepted a person's decision. */
export function moved(image: Image, lane: Lane): Image {
  if (isStyle(lane))
    return { ...image, lane, style: lane, decidedBy: 'human', unsure: false, verdict: 'keep', group: null }
  if (lane === 'rejected') return { ...image, lane, decidedBy: 'human', verdict: 'reject', group: null }
  return { ...image, lane, decidedBy: 'human', unsure: true, group: null }
}

export const withOverlay = remembered((images: readonly Image[], overlay: Overlay): readonly Image[] =>
  overlay.size === 0
    ? images
    : images.flatMap((image) => {
        const move = overlay.get(image.imageId)
        if (!move) return [image]
        return move.lane === null ? [] : [moved(image, move.lane)]
      }),
)

export const addMove = (overlay: Overlay, imageIds: readonly string[], lane: Lane | null, moveId: number): Overlay => {
  const next = new Map(overlay)
  for (const imageId of imageIds) next.set(imageId, { lane, moveId })
  return next
}

/** Removes one move from the overlay; a later move of the same image stays. */
export const dropMove = (overlay: Overlay, moveId: number): Overlay =>
  new Map([...overlay].filter(([, move]) => move.moveId !== moveId))
