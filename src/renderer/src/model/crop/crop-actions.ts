import type { CropProposal } from '../../../../main/contract/crops.ts'
import type { z } from 'zod'
import { type Crop, tidyCrop, turnedSize, WHOLE } from '../../../../main/domain/crop.ts'
import { dragged, type Handle, mirrored, type Point, turned } from '../../../../main/domain/crop-rect.ts'
import type { Image } from '../images/image.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { changedIn, cropIn, type CropState, cutOfState, imageOn, leaveCropping, sizeOf, useCrop } from './crop-store.ts'
import { saveCrops } from './save-crops.ts'
import { inShape, lockedRatio, type Shape, SHAPES, snapped, turnedShape } from './shapes.ts'

type Way = z.infer<typeof CropProposal>['way']

/** Number of steps that undo can go back. */
const MOST_STEPS = 200

/** Records the current drafts as a step for undo. */
export const beginStep = (): void =>
  useCrop.setState(({ past, drafts }) => ({ past: [...past.slice(-MOST_STEPS), drafts], future: [] }))

function put(crops: ReadonlyMap<string, Crop>): void {
  useCrop.setState(({ drafts }) => ({ drafts: new Map([...drafts, ...crops]) }))
}

/** Returns the images that a tool applies to. */
const chosen = (state: CropState): readonly Image[] => {
  const image = imageOn(state)
  return state.all ? state.images : image ? [image] : []
}

function changeChosen(change: (crop: Crop, image: Image, state: CropState) => Crop): void {
  beginStep()
  const state = useCrop.getState()
  put(new Map(chosen(state).map((image) => [image.imageId, change(cropIn(state.drafts, image), image, state)])))
}

/** Moves a handle of the current image. `by` is in shares of the frame, relative to the crop at the start of the drag. */
export function dragFrom(from: Crop, handle: Handle, by: Point): void {
  const state = useCrop.getState()
  const image = imageOn(state)
  if (!image) return
  const size = sizeOf(image)
  const lock = { ratio: lockedRatio(state.shape, from, size), frame: turnedSize(size, from.rotate) }
  put(new Map([[image.imageId, { ...from, ...dragged(from, handle, by, lock) }]]))
}

/** Ends a drag; with the bucket shape, the crop snaps to the nearest bucket. */
export function endDrag(): void {
  const state = useCrop.getState()
  const image = imageOn(state)
  if (!image || state.shape !== 'bucket') return
  put(new Map([[image.imageId, snapped(cropIn(state.drafts, image), sizeOf(image), cutOfState(state))]]))
}

/** Share of a side that an arrow key moves a handle by. */
const NUDGE = 0.01

/** Moves a handle by keyboard: a drag that ends at once. */
export function nudge(handle: Handle, across: number, down: number): void {
  const state = useCrop.getState()
  const image = imageOn(state)
  if (!image) return
  beginStep()
  dragFrom(cropIn(state.drafts, image), handle, { x: across * NUDGE, y: down * NUDGE })
  endDrag()
  announce(strings.crop.rect(cropIn(useCrop.getState().drafts, image)))
}

export function chooseShape(shape: Shape): void {
  useCrop.setState({ shape })
  changeChosen((crop, image, state) => inShape(crop, shape, sizeOf(image), cutOfState(state)))
}

export function nextShape(): void {
  const { shape } = useCrop.getState()
  const next = SHAPES[(SHAPES.indexOf(shape) + 1) % SHAPES.length] ?? 'free'
  chooseShape(next)
  announce(next)
}

export const mirror = (): void => changeChosen(mirrored)

export function turn(): void {
  changeChosen(turned)
  useCrop.setState(({ shape }) => ({ shape: turnedShape(shape) }))
}

const MOST_DEGREES = 45
export const straightenBy = (degrees: number): void =>
  changeChosen((crop) => ({
    ...crop,
    straighten: Math.min(MOST_DEGREES, Math.max(-MOST_DEGREES, Math.round((crop.straighten + degrees) * 10) / 10)),
  }))

/** Straightens the current image while the slider moves; the whole movement is one undo step. */
export function straightenTo(straighten: number): void {
  const state = useCrop.getState()
  const image = imageOn(state)
  if (image) put(new Map([[image.imageId, { ...cropIn(state.drafts, image), straighten }]]))
}

export function reset(): void {
  useCrop.setState({ shape: 'free' })
  changeChosen(() => WHOLE)
}

export const undoStep = (): void =>
  useCrop.setState(({ past, future, drafts }) => {
    const before = past.at(-1)
    return before ? { drafts: before, past: past.slice(0, -1), future: [...future, drafts] } : {}
  })

export const redoStep = (): void =>
  useCrop.setState(({ past, future, drafts }) => {
    const after = future.at(-1)
    return after ? { drafts: after, past: [...past, drafts], future: future.slice(0, -1) } : {}
  })

/** Crops to what the core finds: the subject, or the picture inside its borders. */
export async function findFor(way: Way): Promise<void> {
  const state = useCrop.getState()
  const crops = chosen(state).map((image) => ({
    imageId: image.imageId,
    crop: tidyCrop(cropIn(state.drafts, image)),
  }))
  useCrop.setState({ busy: true })
  const answer = await attempt(() => api.crops.propose({ crops, way }))
  useCrop.setState({ busy: false })
  if (!answer.ok || useCrop.getState().images !== state.images) return
  const found = new Map(answer.value.map(({ imageId, crop }) => [imageId, crop ?? WHOLE]))
  const changes = crops.some(
    ({ imageId, crop }) => JSON.stringify(found.get(imageId)) !== JSON.stringify(crop ?? WHOLE),
  )
  announce(changes ? strings.crop.rect(found.get(imageOn(state)?.imageId ?? '') ?? WHOLE) : strings.crop.nothingFound)
  if (!changes) return
  beginStep()
  put(found)
}

export const findSubject = (): Promise<void> => {
  const state = useCrop.getState()
  const image = imageOn(state)
  const ratio = image ? lockedRatio(state.shape, cropIn(state.drafts, image), sizeOf(image)) : null
  return findFor({ kind: 'subject', ratio })
}

/** Saves all changed crops as one edit. */
export async function applyCrops(): Promise<void> {
  const state = useCrop.getState()
  const changed = changedIn(state)
  if (state.busy) return
  if (changed.length === 0) return leaveCropping()
  const crops = changed.map((image) => ({ imageId: image.imageId, crop: tidyCrop(cropIn(state.drafts, image)) }))
  useCrop.setState({ busy: true })
  const saved = await saveCrops(crops, () => void applyCrops())
  useCrop.setState({ busy: false })
  if (saved) leaveCropping()
}
