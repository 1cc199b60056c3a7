import type { Library } from '../../app/library.ts'
import type { Ledger } from '../ledger/index.ts'

/** Into the catalogue of a checked out library: what anybody in the fleet has measured of these contents. */
export async function fetchMeasures(
  { parts }: Library,
  { measures }: Ledger,
  sha256s: readonly string[],
): Promise<void> {
  const { catalog, evaluator } = parts.context
  for (const { sha256, measured } of await measures.of(evaluator.id, sha256s))
    catalog.measures.put(sha256, evaluator.id, measured)
}

/** What was measured of them here, for everybody. */
export async function shareMeasures(
  { parts }: Library,
  { measures }: Ledger,
  sha256s: readonly string[],
): Promise<void> {
  const { catalog, evaluator } = parts.context
  const all = [...new Set(sha256s)].flatMap((sha256) => {
    const measured = catalog.measures.get(sha256, evaluator.id)
    return measured === null ? [] : [{ sha256, measured }]
  })
  await measures.put(evaluator.id, all)
}
