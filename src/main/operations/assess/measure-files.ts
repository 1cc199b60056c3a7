import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Catalog } from '../../catalog/catalog.ts'
import { EvencastError } from '../../domain/error.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { batchesOf } from '../../kit/batches-of.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import { isThere } from '../../library/presence.ts'

export interface UnmeasuredFile {
  /** Absolute path. */
  readonly file: string
  /** Records the hash of the file's content. */
  readonly setSha256: (sha256: string) => void
}

interface Measuring {
  readonly catalog: Pick<Catalog, 'measures' | 'together'>
  readonly evaluator: Pick<Evaluator, 'id' | 'digests' | 'measureMany'>
}

/** Files that a worker thread gets at a time; few, so that little is lost when the work is stopped. */
const BATCH = 8

/** Batches in progress: enough to keep every worker thread busy while others are stored. */
const BATCHES_AT_ONCE = 8

/** Measures files and stores the results. Content that was already measured anywhere in the library is only hashed. */
export async function measureFiles(
  session: Measuring,
  files: readonly UnmeasuredFile[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const measure = (batch: readonly UnmeasuredFile[]) => measureBatch(session, batch, signal)
  await inParallel(batchesOf(files, BATCH), BATCHES_AT_ONCE, measure, signal)
}

async function measureBatch(
  session: Measuring,
  batch: readonly UnmeasuredFile[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { catalog, evaluator } = session
  // Worker threads return many results at once.
  await nextTurn()
  const fresh = await notSeenBefore(session, batch, signal)
  if (fresh.length === 0) return
  const results = await evaluator.measureMany(
    fresh.map(({ file }) => file),
    signal,
  )
  await catalog.together(() => {
    for (const [i, { setSha256 }] of fresh.entries()) {
      const result = results[i]
      if (!result || 'failed' in result) continue
      catalog.measures.put(result.sha256, evaluator.id, result.measured)
      setSha256(result.sha256)
    }
  })
  for (const [i, { file }] of fresh.entries()) {
    const result = results[i]
    // A file that was removed since it was listed is dropped by the next scan.
    if (result && 'failed' in result && (await isThere(file))) throw new EvencastError('UNAVAILABLE', result.failed)
  }
}

/** Returns the files whose content is not measured yet; records the hashes of the others. */
async function notSeenBefore(
  { catalog, evaluator }: Measuring,
  batch: readonly UnmeasuredFile[],
  signal: AbortSignal | undefined,
): Promise<readonly UnmeasuredFile[]> {
  if (!catalog.measures.any(evaluator.id)) return batch
  const hashes = await evaluator.digests(
    batch.map(({ file }) => file),
    signal,
  )
  return catalog.together(() =>
    batch.filter(({ setSha256 }, i) => {
      const sha256 = hashes[i] ?? null
      if (sha256 === null || !catalog.measures.has(sha256, evaluator.id)) return true
      setSha256(sha256)
      return false
    }),
  )
}
