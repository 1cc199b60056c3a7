import { error, type Finding, warning } from './check.ts'
import type { CheckedDir } from './image-dir.ts'
import type { CheckedImage } from './images.ts'

const TITLE = 'diffusion-pipe'

/** A directory as it is batched. */
export interface BatchedDir extends CheckedDir {
  /** Images with the same are batched together, also those of other directories; null: nothing is known of it. */
  readonly keyOf: ((image: CheckedImage) => string) | null
  /** How often each image is seen in an epoch. */
  readonly repeats: number
}

/**
 * A bucket is cut to whole batches, in the same order each time (`_make_divisible_by` of `dataset.py`): what is left over is never seen.
 * Gives the directories without the images of buckets that are dropped.
 */
export function inBatches(
  dirs: readonly BatchedDir[],
  file: string,
  batchSize: number,
): { readonly dirs: readonly CheckedDir[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = []
  const dropped = new Set<CheckedImage>()
  // One that is not known may add to any bucket.
  if (batchSize <= 1 || dirs.some(({ keyOf }) => keyOf === null)) return { dirs, findings }
  const placed = dirs.flatMap(({ trained, keyOf, repeats }, dir) =>
    trained.map((image) => ({ image, dir, key: keyOf?.(image) ?? '', repeats })),
  )
  for (const [key, images] of Map.groupBy(placed, (each) => each.key)) {
    const byDir = [...Map.groupBy(images, ({ dir }) => dir).values()]
    const seen = byDir.reduce((sum, own) => sum + Math.floor(own.length * (own[0]?.repeats ?? 1)), 0)
    const bucket = key.slice(key.indexOf(' ') + 1)
    const count = images.length === 1 ? 'one image' : `${images.length} images`
    const holds = `the bucket ${bucket} holds ${count}, ${seen} with repeats`
    if (seen < batchSize) {
      for (const { image } of images) dropped.add(image)
      const cause = `less than a batch of ${batchSize}: ${TITLE} leaves them out. Lower the batch or raise num_repeats.`
      findings.push(error('bucket', file, `${holds}, ${cause}`))
      continue
    }
    const unseen = byDir.length === 1 ? images.length - (seen - (seen % batchSize)) : 0
    if (unseen > 0)
      findings.push(
        warning('bucket-rest', file, `${holds}: ${unseen} fill no batch of ${batchSize} and are never seen.`),
      )
  }
  const left = dirs.map((dir) => ({ ...dir, trained: dir.trained.filter((image) => !dropped.has(image)) }))
  return { dirs: left, findings }
}
