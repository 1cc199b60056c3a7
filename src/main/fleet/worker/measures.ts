import type { Library } from '../../app/library.ts'
import { isDamaged, isUnreadable } from '../../domain/measures.ts'
import { PACK_IDS } from '../../domain/pack-ids.ts'
import type { ReadFile } from '../ledger/contents.ts'
import type { Ledger } from '../ledger/index.ts'

type Shared = Pick<Ledger, 'contents' | 'measures' | 'vectors'>

const modelsOf = ({ parts: { context } }: Library) => PACK_IDS.flatMap((id) => context.seeing.model(id) ?? [])

/** Copies the fleet's measures and vectors of these contents into the catalog of a checked-out library. */
export async function fetchMeasures(
  library: Library,
  { measures, vectors }: Pick<Shared, 'measures' | 'vectors'>,
  sha256s: readonly string[],
): Promise<void> {
  const { catalog, evaluator } = library.parts.context
  const measured = await measures.of(evaluator.id, sha256s)
  const seen = await vectors.of(modelsOf(library), sha256s)
  catalog.transaction(() => {
    for (const one of measured) catalog.measures.put(one.sha256, evaluator.id, one.measured)
    for (const one of seen) catalog.vectors.put(one.sha256, one.model, one.vectors)
  })
}

/**
 * Shares measures and vectors of contents whose bytes were here, and which of the store's images have them. Failures that may be due to
 * this machine are not shared, because another one with more memory may succeed.
 */
export async function shareMeasures(
  library: Library,
  { contents, measures, vectors }: Shared,
  sha256s: readonly string[],
  images: readonly ReadFile[],
): Promise<void> {
  const { catalog, evaluator } = library.parts.context
  const all = [...new Set(sha256s)]
  const measured = all.flatMap((sha256) => {
    const found = catalog.measures.get(sha256, evaluator.id)
    return found === null || (isUnreadable(found) && !isDamaged(found)) ? [] : [{ sha256, measured: found }]
  })
  const seen = modelsOf(library).flatMap((model) =>
    all.flatMap((sha256) => {
      const found = catalog.vectors.get(sha256, model)
      return found === null ? [] : [{ sha256, model, vectors: found }]
    }),
  )
  await measures.put(evaluator.id, measured)
  await vectors.put(seen)
  await contents.put(images)
}
