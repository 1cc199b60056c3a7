import type { Library } from '../../app/library.ts'
import { isDamaged, isUnreadable } from '../../domain/measures.ts'
import { PACK_IDS } from '../../domain/pack-ids.ts'
import type { ReadFile } from '../ledger/contents.ts'
import type { Ledger } from '../ledger/index.ts'

type Shared = Pick<Ledger, 'contents' | 'measures' | 'vectors'>

const modelsOf = ({ parts: { context } }: Library) => PACK_IDS.flatMap((id) => context.seeing.model(id) ?? [])

/** Into the catalogue of a checked out library: what anybody in the fleet has measured and seen of these contents. */
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
 * What was measured and seen of contents whose bytes were here, for everybody; and which of the store's images have them. Not what may be this
 * machine's fault: another one, with more memory, may measure what could not be measured here.
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
