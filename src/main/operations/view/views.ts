import type { ImageSummary } from '../../catalog/image-summary.ts'
import { imageUrls } from '../../contract/packed-images.ts'
import type { ImageDetailView, ImageView } from '../../contract/views.ts'
import { saysNothing } from '../../domain/opinion.ts'
import { type KnownImage, measuresOf } from '../index/known-images.ts'
import { imageVersion } from '../index/media-files.ts'

export function imageView(summary: ImageSummary, stored: ImageView['stored']): ImageView {
  const version = imageVersion(summary)
  return {
    imageId: String(summary.id),
    actorId: summary.actorId,
    filename: summary.filename,
    lane: summary.lane,
    style: summary.style,
    decidedBy: summary.decidedBy,
    unsure: summary.unsure,
    confidence: summary.confidence,
    verdict: summary.verdict,
    issues: summary.issues.map((issue) => ({ ...issue, duplicateOf: issue.duplicateOf ?? null })),
    group: summary.lookalike,
    quality: summary.quality,
    width: summary.width,
    height: summary.height,
    bytes: summary.bytes,
    ...imageUrls(String(summary.id), version),
    generated: summary.generated,
    caption: summary.caption,
    prompt: summary.prompt,
    promptId: summary.promptId,
    dateMs: summary.dateMs,
    hashes: summary.hashes,
    colours: summary.colours,
    uploaded: summary.uploaded,
    flagged: summary.flagged,
    kept: summary.kept,
    stored,
    unmeasured: [...summary.unmeasured],
    sidecars: [...summary.sidecars],
    notJudged: summary.notJudged,
    crop: summary.crop,
    unanswered: summary.decidedBy !== 'human' && summary.verdict !== 'reject' && saysNothing(summary),
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
    unmeasured: [...(image.assessment?.unmeasured ?? [])],
    model: entry.model ?? null,
    seed: entry.seed ?? null,
    costUsd: entry.cost_usd ?? null,
    createdAt: entry.created_at ?? null,
    storeUrl: entry.s3_url ?? null,
    caption,
  }
}
