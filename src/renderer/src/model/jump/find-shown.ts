import { findName } from '../../../../main/domain/find-name.ts'
import { shown } from '../shown/shown.ts'
import { useView } from '../window/view-store.ts'
import { useArrangement } from '../images/arrangement-store.ts'
import { imagesIn } from '../shown/blocks.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { useFilter } from '../images/filter-store.ts'

/** Returns the visible image whose file name contains the typed text, or null. Synchronous when all images are loaded. */
export function findShown(typed: string): string | null | Promise<string | null> {
  // Only the results that were scrolled into view are loaded.
  if (useView.getState().page === 'search') return findResult(typed)
  const here = shown()
  return findName(
    imagesIn(here).flatMap((imageId) => here?.imageOf(imageId) ?? []),
    typed,
  )
}

async function findResult(typed: string): Promise<string | null> {
  const query = { filter: useFilter.getState().applied, sort: useArrangement.getState().order, typed }
  const found = await outcome(api.images.findName(query))
  return found.ok ? found.value : null
}
