import { z } from 'zod'
import { base } from './base.ts'
import { CropView, HistoryView } from './views.ts'

/** Width by height. */
const Ratio = z.number().min(0.1).max(10)

const ImageCropView = z.object({
  imageId: z.string().min(1),
  /** Null: the whole image. */
  crop: CropView.nullable(),
})
type ImageCropView = z.infer<typeof ImageCropView>

const Crops = z.array(ImageCropView).min(1).max(20_000)

/** How a crop is found: see `CropWay` of `operations/edit/crop-images.ts`. */
export const CropProposal = z.object({
  /** As they are shown now: how they are turned and mirrored stays. */
  crops: Crops,
  way: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ratio'), ratio: Ratio }),
    z.object({ kind: z.literal('subject'), ratio: Ratio.nullable() }),
    z.object({ kind: z.literal('borders') }),
    z.object({ kind: z.literal('mirror') }),
    z.object({ kind: z.literal('turn') }),
    z.object({ kind: z.literal('clear') }),
  ]),
})

export const crops = {
  /** What is shown and trained of images; the files stay as they are. One undoable edit. */
  set: base.input(z.object({ crops: Crops })).output(HistoryView),
  /** Where images would be cut; changes nothing. An image for which nothing is found keeps its crop. */
  propose: base.input(CropProposal).output(z.array(ImageCropView)),
}
