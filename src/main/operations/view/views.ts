import type { ActorRow } from '../../catalog/actors.ts'
import type { ImageCard } from '../../catalog/card.ts'
import { imageUrls } from '../../contract/packed-images.ts'
import type { ActorView, ImageDetailView, ImageView } from '../../contract/views.ts'
import type { Settings } from '../../contract/settings.ts'
import { toldNothing } from '../../domain/opinion.ts'
import { missingWords } from '../../domain/shot.ts'
import { skippedSentence } from '../../domain/skipped.ts'
import type { PerStyle } from '../../domain/style.ts'
import { type KnownImage, measuresOf } from '../index/known-images.ts'
import { baseVersion, imageVersion } from '../index/media-files.ts'
import { gap, isBalanced } from './balance.ts'

const NOTHING = {
  images: 0,
  counts: { photorealistic: 0, bw_stylized: 0, color_stylized: 0, unclassified: 0 },
  rejected: 0,
  unreadable: 0,
  unassessed: 0,
  doubtful: 0,
  untold: 0,
}

/** The time in a stamp (`size:mtimeNs`). */
function timeOf(stamp: string | null): string | null {
  const ms = Math.floor(Number(stamp?.split(':')[1]) / 1e6)
  return ms > 0 ? new Date(ms).toISOString() : null
}

export function actorView(
  row: ActorRow,
  {
    running,
    target,
    policy,
    failure,
  }: {
    readonly running: boolean
    readonly target: PerStyle
    readonly policy: Settings['policy']
    /** Why the last run on this actor failed, if it did. */
    readonly failure: string | null
  },
): ActorView {
  const summary = row.summary ?? NOTHING
  const problem = row.problem ?? failure
  const base = row.baseFile !== null ? `/base/${encodeURIComponent(row.actorId)}?v=${baseVersion(row)}` : null
  return {
    actorId: row.actorId,
    baseThumbUrl: base && `${base}&size=256`,
    baseUrl: base,
    state: running
      ? 'running'
      : problem
        ? 'failed'
        : row.summary === null || summary.unassessed > 0
          ? 'unassessed'
          : isBalanced(summary, target, policy)
            ? 'balanced'
            : 'unbalanced',
    images: summary.images,
    counts: summary.counts,
    target,
    rejected: summary.rejected,
    unreadable: summary.unreadable,
    unassessed: summary.unassessed,
    doubtful: summary.doubtful,
    // Summaries from before it was counted lack it.
    untold: summary.untold ?? 0,
    missing: row.advice === null ? [] : [...missingWords(row.advice)],
    ...gap(summary, target),
    problem,
    skipped: row.skipped.map((one) => ({ reason: one.reason, count: one.count, sentence: skippedSentence(one) })),
    changedAt: timeOf(row.manifestStamp),
  }
}

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
    prompt: card.prompt,
    promptId: card.promptId,
    dateMs: card.dateMs,
    hashes: card.hashes,
    colours: card.colours,
    uploaded: card.uploaded,
    flagged: card.flagged,
    stored,
    unmeasured: [...card.unmeasured],
    sidecars: [...card.sidecars],
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
