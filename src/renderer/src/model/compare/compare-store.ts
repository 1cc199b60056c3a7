import { create } from 'zustand'
import type { ImageDetailView } from '../../../../main/contract/views.ts'
import type { EditAnswer } from '../edits/edit.ts'
import { closeCover, openCover } from '../surface/cover-store.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'

export const MOST = 4

interface CompareState {
  readonly images: readonly ImageDetailView[]
  /** Index of the image that keys act on. */
  readonly at: number
  /** The image marked as the best. */
  readonly bestId: string | null
  /** Edits made while comparing, the newest last. They outlive the view, because their undo does too. */
  readonly edits: readonly Promise<EditAnswer>[]
}

export const useCompare = create<CompareState>()(() => ({ images: [], at: 0, bestId: null, edits: [] }))

async function details(imageIds: readonly string[]): Promise<readonly ImageDetailView[]> {
  const found = await Promise.all(imageIds.map((imageId) => outcome(api.images.detail({ imageId }))))
  return found.flatMap((each) => (each.ok ? [each.value] : []))
}

/** Compares two to four images side by side. */
export async function startComparing(imageIds: readonly string[]): Promise<void> {
  if (imageIds.length < 2 || imageIds.length > MOST) {
    notify('info', strings.compare.tooMany)
    return
  }
  const images = await details(imageIds)
  if (images.length < 2) {
    notify('warning', strings.compare.gone)
    return
  }
  useCompare.setState({ images, at: 0, bestId: null })
  openCover('compare')
}

/** Fetches the compared images again after an edit of them. */
export async function renewCompared(): Promise<void> {
  const before = useCompare.getState().images
  const images = await details(before.map(({ imageId }) => imageId))
  if (useCompare.getState().images === before) useCompare.setState({ images })
}

export const focusImage = (at: number): void =>
  useCompare.setState(({ images }) => ({ at: (at + images.length) % Math.max(1, images.length) }))

export function leaveComparing(): void {
  closeCover()
  useCompare.setState({ images: [], at: 0, bestId: null })
}
