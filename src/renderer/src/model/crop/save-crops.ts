import { type Crop, sameCrop } from '../../../../main/domain/crop.ts'
import type { Image } from '../images/image.ts'
import { edit } from '../edits/edit.ts'
import { EDIT_TOAST } from '../edits/edit-toast.ts'
import { undo } from '../edits/history-steps.ts'
import { reload } from '../edits/reload.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'

interface ImageCrop {
  readonly imageId: string
  readonly crop: Crop | null
}

/** Saves crops as one edit. Returns false when it was refused. */
export async function saveCrops(crops: readonly ImageCrop[], retry: () => void): Promise<boolean> {
  const answer = await edit({ call: () => api.crops.set({ crops: [...crops] }), retry })
  if (!answer.ok) return false
  const said = strings.crop.cropped(crops.length)
  announce(said)
  notify('info', said, { label: strings.undo, run: () => void undo() }, EDIT_TOAST)
  await reload(crops.map(({ imageId }) => imageId))
  return true
}

/** Crops an image to the inside of its borders: the one-step fix of the border issue. */
export async function cropBorders(image: Image): Promise<void> {
  const { imageId, crop } = image
  const found = await attempt(() => api.crops.propose({ crops: [{ imageId, crop }], way: { kind: 'borders' } }))
  if (!found.ok) return
  const changed = found.value.filter((each) => !sameCrop(each.crop, crop))
  if (changed.length === 0) notify('info', strings.crop.nothingFound)
  else await saveCrops(changed, () => void cropBorders(image))
}
