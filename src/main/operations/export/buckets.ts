import { type InBucket, inBuckets } from '../../domain/bucket/advice.ts'
import type { Size } from '../../domain/bucket/cut.ts'
import { trainerCut } from '../../domain/bucket/trainer-cut.ts'
import { cropOf, croppedSize } from '../../domain/crop.ts'
import type { TrainerName } from '../../domain/training/trainer.ts'
import { FORMATS } from '../../training/formats/index.ts'
import { layOut } from '../../training/layout.ts'
import type { Subset } from '../../training/records.ts'
import { type KnownImage, knownImages, measuresOf } from '../index/known-images.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import { type ExportRequest, settingsOf } from './export-actors.ts'
import { gatherActor } from './gather.ts'

interface BucketedImage extends InBucket {
  readonly image: KnownImage
  /** Size as exported, in pixels. */
  readonly size: Size
  readonly repeats: number
}

export interface BucketReport {
  readonly trainer: TrainerName
  readonly resolution: number
  readonly batchSize: number
  /** False when the trainer does not document how it crops; then no image has a crop. */
  readonly known: boolean
  readonly images: readonly BucketedImage[]
  readonly subsets: readonly Subset[]
}

/** Returns what the trainer would see of each image in an export of this actor. Writes nothing. */
export async function bucketsOf(
  context: PlanContext,
  actorId: string,
  request: Omit<ExportRequest, 'to'>,
): Promise<BucketReport> {
  const settings = settingsOf({ ...request, to: '' })
  const { trainer, resolution, batchSize } = settings
  const format = FORMATS[trainer]
  const { set } = await gatherActor(context, actorId, {
    form: 'prose',
    missingCaptions: 'template',
    most: format.images.most,
    signal: request.signal,
  })
  const known = new Map(knownImages(context, actorId).map((image) => [image.filename, image]))
  const { subsets } = layOut(set, settings, '', format)
  const placed = subsets.flatMap(({ images, repeats }) =>
    images.flatMap(({ source }) => {
      const image = known.get(source.filename)
      const measures = image && measuresOf(image)
      return image && measures ? [{ image, size: croppedSize(cropOf(image.entry), measures), repeats }] : []
    }),
  )
  const cutOf = trainerCut(trainer, resolution, settings.baseModel)
  const found = cutOf ? inBuckets(placed, { trainer, cutOf, batchSize }) : []
  return {
    trainer,
    resolution,
    batchSize,
    known: cutOf !== null,
    subsets,
    images: placed.map((each, at) => ({ ...each, ...(found[at] ?? { cut: null, advice: [] }) })),
  }
}
