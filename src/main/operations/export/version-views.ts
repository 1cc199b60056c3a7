import { join } from 'node:path'
import { imageUrls } from '../../contract/packed-images.ts'
import type { ComparedImageView, ExportComparisonView, ExportVersionView } from '../../contract/training.ts'
import { cropOf, readCrop } from '../../domain/crop.ts'
import { compareLocks } from '../../training/compare-locks.ts'
import type { LockedImage } from '../../training/lock.ts'
import { knownImages } from '../index/known-images.ts'
import { imageVersion } from '../index/media-files.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import type { KeptExport } from './versions.ts'

export const exportVersionView = ({
  versionId,
  dir,
  name,
  lock,
  exportedAt,
  training,
}: KeptExport): ExportVersionView => ({
  versionId,
  name,
  trainer: lock.trainer,
  images: lock.images.length,
  exportedAt: exportedAt.toISOString(),
  training: training && {
    state: training.state,
    destination: training.destination,
    costUsd: training.cost_usd,
    note: training.note,
    weights: training.weights === null ? null : join(dir, 'weights', training.weights),
  },
})

/** Returns a comparison of two exports of an actor. */
export function comparisonView(context: PlanContext, before: KeptExport, after: KeptExport): ExportComparisonView {
  const changes = compareLocks(before.lock, after.lock)
  const urlOf = new Map(
    [...new Set([...before.lock.images, ...after.lock.images].map(({ actor_id }) => actor_id))]
      .filter((actorId) => context.folders.has(actorId))
      .flatMap((actorId) => knownImages(context, actorId))
      .map((image) => {
        const version = imageVersion({ ...image, crop: cropOf(image.entry) })
        return [image.sha256 ?? '', `${imageUrls(String(image.id), version).fullUrl}&whole=1`] as const
      }),
  )
  const view = (image: LockedImage | undefined): ComparedImageView | null => {
    if (!image) return null
    const { width, height, caption, style, source } = image
    const crop = readCrop(image.crop)
    const plain = crop && crop.rotate === 0 && crop.straighten === 0 && !crop.mirror
    return {
      imageUrl: urlOf.get(source.sha256) ?? null,
      size: { width, height },
      caption,
      style,
      crop: plain ? { x: crop.x, y: crop.y, width: crop.width, height: crop.height } : null,
    }
  }
  const kinds = new Map<string, ExportComparisonView['images'][number]['changes']>()
  const mark = (filename: string, kind: ExportComparisonView['images'][number]['changes'][number]): void =>
    void kinds.set(filename, [...(kinds.get(filename) ?? []), kind])
  for (const name of changes.added) mark(name, 'added')
  for (const name of changes.removed) mark(name, 'removed')
  for (const name of changes.replaced) mark(name, 'image')
  for (const { filename } of changes.captions) mark(filename, 'caption')
  for (const { filename } of changes.crops) mark(filename, 'crop')
  for (const { filename } of changes.styles) mark(filename, 'style')
  const [old, now] = [before, after].map(
    ({ lock }) => new Map(lock.images.map((image) => [image.source.filename, image])),
  )
  return {
    images: [...kinds].map(([filename, each]) => ({
      filename,
      changes: each,
      before: view(old?.get(filename)),
      after: view(now?.get(filename)),
    })),
    same: changes.same,
    mix: [...changes.mix],
    settings: changes.settings
      .filter(({ key }) => key !== 'made_with')
      .map(({ key, before: was, after: is }) => ({ key, before: textOf(was), after: textOf(is) })),
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
