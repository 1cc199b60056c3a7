import { z } from 'zod'
import { base } from './base.ts'
import { CropView, HistoryView } from './views.ts'

/** Width by height. */
const Ratio = z.number().min(0.1).max(10)

const ImageCropView = z.object({
  imageId: z.string().min(1),
  /** Null for the whole image. */
  crop: CropView.nullable(),
})
type ImageCropView = z.infer<typeof ImageCropView>

const Crops = z.array(ImageCropView).min(1).max(20_000)

/** Way to find a crop: see `CropWay` of `operations/edit/crop-images.ts`. */
export const CropProposal = z.object({
  /** Current crops; their rotation and mirroring stay. */
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
  /** Sets the crops that are shown and trained, as one undoable edit; the files are not changed. */
  set: base.input(z.object({ crops: Crops })).output(HistoryView),
  /** Returns proposed crops without changing anything. An image without a proposal keeps its crop. */
  propose: base.input(CropProposal).output(z.array(ImageCropView)),
}
