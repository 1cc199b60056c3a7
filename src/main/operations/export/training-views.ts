import { basename, dirname, join } from 'node:path'
import { imageUrls } from '../../contract/packed-images.ts'
import type { BucketsView, TrainingSetView } from '../../contract/training.ts'
import { cropOf } from '../../domain/crop.ts'
import type { TrainerName } from '../../domain/training/trainer.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import { imageVersion } from '../index/media-files.ts'
import { FORMATS } from '../../training/formats/index.ts'
import type { BucketReport } from './buckets.ts'
import type { ExportedActor } from './export-actors.ts'

/** Where a window's exports go: beside `actors/` in a library of our layout, else beside the folder, which then holds actors only. */
export function exportsDir(
  { layout }: Pick<PlanContext, 'layout'>,
  trainer: TrainerName,
  actorIds: readonly string[],
): string {
  const base =
    layout.form === 'library'
      ? join(layout.root, 'exports')
      : join(dirname(layout.root), `${basename(layout.root)}-exports`)
  const [only] = actorIds
  return actorIds.length === 1 && only !== undefined ? join(base, trainer, only) : join(base, trainer)
}

export const bucketsView = ({ known, images }: BucketReport): BucketsView => ({
  known,
  images: images.map(({ image, size, repeats, cut, advice }) => ({
    imageId: String(image.id),
    filename: image.filename,
    thumbUrl: imageUrls(String(image.id), imageVersion({ ...image, crop: cropOf(image.entry) })).thumbUrl,
    size,
    repeats,
    cut,
    advice: [...advice],
  })),
})

export const trainingSetView = (
  { actorId, exported, gathered, findings, problem }: ExportedActor,
  trainer: TrainerName,
): TrainingSetView => ({
  actorId,
  folder: exported?.dir ?? null,
  images: exported?.lock.images.length ?? 0,
  steps: exported?.layout.steps ?? 0,
  command: exported ? FORMATS[trainer].command(exported.layout) : '',
  subsets: (exported?.lock.subsets ?? []).map(({ style, images, repeats, exposure }) => ({
    style,
    images,
    repeats,
    exposure,
  })),
  notes: [
    ...[...(gathered?.refused ?? []), ...(exported?.refused ?? [])].map(
      ({ filename, why }) => `${filename} is refused: it ${why}.`,
    ),
    ...(gathered?.leftOut ?? []).map(({ filename, why }) => `${filename} is left out: ${why}.`),
    ...(gathered && gathered.captions.fromKnown > 0
      ? [`${gathered.captions.fromKnown} without a caption got one from a template.`]
      : []),
    ...findings
      .filter(({ severity }) => severity === 'warning')
      .map(({ file, detail }) => (file === null ? detail : `${file} ${detail}`)),
  ],
  problem,
})
