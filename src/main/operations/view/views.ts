import type { ImageCard } from '../../catalog/card.ts'
import { imageUrls } from '../../contract/packed-images.ts'
import type { ImageDetailView, ImageView } from '../../contract/views.ts'
import { toldNothing } from '../../domain/opinion.ts'
import { type KnownImage, measuresOf } from '../index/known-images.ts'
import { imageVersion } from '../index/media-files.ts'

export function imageView(card: ImageCard, stored: ImageView['stored']): ImageView {
  const version = imageVersion(card)
  return {
    imageId: String(card.id),
    actorId: card.actorId,
    filename: card.filename,
    lane: card.lane,
    style: card.style,
    decidedBy: card.decidedBy,
    unsure: card.unsure,
    confidence: card.confidence,
    verdict: card.verdict,
    issues: card.issues.map((issue) => ({ ...issue, duplicateOf: issue.duplicateOf ?? null })),
    group: card.lookalike,
    quality: card.quality,
    width: card.width,
    height: card.height,
    bytes: card.bytes,
    ...imageUrls(String(card.id), version),
    generated: card.generated,
    caption: card.caption,
    prompt: card.prompt,
    promptId: card.promptId,
    dateMs: card.dateMs,
    hashes: card.hashes,
    colours: card.colours,
    uploaded: card.uploaded,
    flagged: card.flagged,
    kept: card.kept,
    stored,
    unmeasured: [...card.unmeasured],
    sidecars: [...card.sidecars],
    notJudged: card.notJudged,
    crop: card.crop,
    untold: card.decidedBy !== 'human' && card.verdict !== 'reject' && toldNothing(card),
  }
}

export function imageDetailView(
  card: ImageCard,
  image: KnownImage,
  { stored, caption }: { readonly stored: ImageView['stored']; readonly caption: string | null },
): ImageDetailView {
  const measures = measuresOf(image)
  const { entry } = image
  return {
    ...imageView(card, stored),
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
