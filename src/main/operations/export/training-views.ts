import { basename, dirname, join } from 'node:path'
import { adviseSteps } from '../../domain/training/steps.ts'
import { imageUrls } from '../../contract/packed-images.ts'
import type { BucketsView, TrainingSetView } from '../../contract/training.ts'
import { cropOf } from '../../domain/crop.ts'
import type { TrainerName } from '../../domain/training/trainer.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import { imageVersion } from '../index/media-files.ts'
import { warningSentences } from './warning-sentences.ts'
import { FORMATS } from '../../training/formats/index.ts'
import type { BucketReport } from './buckets.ts'
import type { ExportedActor } from './export-actors.ts'
import { versionIdOf } from './versions.ts'

/**
 * Returns the folder of a window's exports: beside `actors/` in a library of our layout, else beside the folder, which then holds only
 * actors.
 */
export const exportsBase = ({ layout }: Pick<PlanContext, 'layout'>): string =>
  layout.form === 'library'
    ? join(layout.root, 'exports')
    : join(dirname(layout.root), `${basename(layout.root)}-exports`)

const subsetsView = (subsets: readonly { style: string; images: number; repeats: number; exposure: number }[]) =>
  subsets.map(({ style, images, repeats, exposure }) => ({ style, images, repeats, exposure }))

export const bucketsView = ({ known, images, subsets }: BucketReport): BucketsView => ({
  known,
  subsets: subsetsView(subsets.map((subset) => ({ ...subset, images: subset.images.length }))),
  steps: adviseSteps(images.length).steps,
  why: adviseSteps(images.length).why,
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
  /** Null when the export is stored elsewhere. */
  base: string | null,
): TrainingSetView => ({
  actorId,
  versionId: exported && base !== null ? versionIdOf(base, exported.dir) : null,
  folder: exported?.dir ?? null,
  images: exported?.lock.images.length ?? 0,
  steps: exported?.layout.steps ?? 0,
  command: exported ? FORMATS[trainer].command(exported.layout) : '',
  subsets: subsetsView(exported?.lock.subsets ?? []),
  notes: [
    ...[...(gathered?.refused ?? []), ...(exported?.refused ?? [])].map(
      ({ filename, why }) => `${filename} is refused: it ${why}.`,
    ),
    ...(gathered?.leftOut ?? []).map(({ filename, why }) => `${filename} is left out: ${why}.`),
    ...(gathered && gathered.captions.fromKnown > 0
      ? [`${gathered.captions.fromKnown} without a caption got one from a template.`]
      : []),
    ...warningSentences(findings),
  ],
  problem,
})
