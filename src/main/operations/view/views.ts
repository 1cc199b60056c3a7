import type { ImageSummary } from '../../catalog/image-summary.ts'
import { imageUrls } from '../../contract/packed-images.ts'
import type { ImageDetailView, ImageView } from '../../contract/views.ts'
import { saysNothing } from '../../domain/opinion.ts'
import { type KnownImage, measuresOf } from '../index/known-images.ts'
import { imageVersion } from '../index/media-files.ts'

/** Returns a summary as a view. Fields that both have in common are copied. */
export function imageView(summary: ImageSummary, stored: ImageView['stored']): ImageView {
  const { id, revision, mtimeNs, sha256, evaluator, createdAt, derivedFrom, ...shown } = summary
  return {
    ...shown,
    imageId: String(id),
    issues: shown.issues.map((issue) => ({ ...issue, duplicateOf: issue.duplicateOf ?? null })),
    ...imageUrls(String(id), imageVersion(summary)),
    stored,
    unanswered: shown.decidedBy !== 'human' && shown.verdict !== 'reject' && saysNothing(summary),
  }
}

export function imageDetailView(
  summary: ImageSummary,
  image: KnownImage,
  { stored, caption }: { readonly stored: ImageView['stored']; readonly caption: string | null },
): ImageDetailView {
  const measures = measuresOf(image)
  const { entry } = image
  return {
    ...imageView(summary, stored),
    measures: measures && {
      format: measures.format,
      sharpness: measures.sharpness,
      symmetry: measures.symmetry,
      monochrome: measures.monochrome,
      drawn: measures.drawn,
      brightness: measures.brightness,
      dhash: measures.dhash,
      phash: measures.phash,
    },
    sha256: image.sha256,
    evaluator: image.assessment?.evaluator ?? null,
    reason: image.assessment?.reason ?? null,
    seed: entry.seed ?? null,
    costUsd: entry.cost_usd ?? null,
    createdAt: entry.created_at ?? null,
    storeUrl: entry.s3_url ?? null,
    caption,
  }
}
