import { startCulling } from './start.ts'
import { strings } from '../../base/strings/index.ts'
import { useFilter } from '../images/filter-store.ts'
import { useResults } from '../search/results-store.ts'

/** The contract's limit of ids per request. */
const MOST = 100_000

/** Reviews all search results one by one. */
export function cullResults(): void {
  const { ids } = useResults.getState()
  const { applied } = useFilter.getState()
  if (ids.length > 0) void startCulling(ids.slice(0, MOST), applied === '' ? strings.search.title : applied)
}
