import type { TrainerName } from '../training/trainer.ts'
import { type Cut, cutAway, enlarged, type Size } from './cut.ts'
import type { CutOf } from './trainer-cut.ts'

/** Share of an image above which a cut is worth checking. */
export const CUT_SHARE = 1 / 3
/** Enlargement factor below which no difference is visible. */
export const ENLARGED = 1.25

/** Warnings about an image before training. */
export const BUCKET_ADVICE = [
  /** The trainer has no bucket for it. */
  'no-bucket',
  /** It is enlarged by more than a quarter. */
  'enlarged',
  /** More than a third of it is cut away. */
  'cut',
  /** No other image has its bucket. */
  'alone',
  /** The trainer drops images that do not fill a batch of their bucket, in each epoch. */
  'dropped',
  /** The trainer stops when a bucket holds less than a batch. */
  'too-few',
] as const
export type BucketAdvice = (typeof BUCKET_ADVICE)[number]

export interface BucketImage {
  /** Size as exported: cropped and upright, in px. */
  readonly size: Size
  /** How often the image is seen per epoch. */
  readonly repeats: number
}

export interface InBucket {
  readonly cut: Cut | null
  readonly advice: readonly BucketAdvice[]
}

const bucketKey = (cut: Cut | null): string => (cut ? `${cut.bucket.width}x${cut.bucket.height}` : '')

/**
 * Returns how a trainer cuts each image of a set, with warnings. OneTrainer and diffusion-pipe drop the remainder of each bucket modulo
 * the batch size, SimpleTuner stops at a bucket with less than a batch; the others pad a short batch or train on it.
 */
export function inBuckets(
  images: readonly BucketImage[],
  { trainer, cutOf, batchSize }: { readonly trainer: TrainerName; readonly cutOf: CutOf; readonly batchSize: number },
): readonly InBucket[] {
  const cuts = images.map(({ size }) => cutOf(size))
  const byBucket = Map.groupBy(images.keys(), (at) => bucketKey(cuts[at] ?? null))
  return images.map(({ size }, at): InBucket => {
    const cut = cuts[at] ?? null
    if (!cut) return { cut, advice: ['no-bucket'] }
    const others = byBucket.get(bucketKey(cut)) ?? []
    const seen = others.reduce((sum, each) => sum + (images[each]?.repeats ?? 0), 0)
    return {
      cut,
      advice: [
        ...(enlarged(size, cut) > ENLARGED ? (['enlarged'] as const) : []),
        ...(cutAway(cut) > CUT_SHARE ? (['cut'] as const) : []),
        ...(others.length === 1 && images.length > 1 ? (['alone'] as const) : []),
        ...((trainer === 'onetrainer' || trainer === 'diffusion-pipe') && seen % batchSize !== 0
          ? (['dropped'] as const)
          : []),
        ...(trainer === 'simpletuner' && seen < batchSize ? (['too-few'] as const) : []),
      ],
    }
  })
}
