import { useActors } from '../library/actors-store.ts'
import { openPanel, useView } from '../window/view-store.ts'
import { cullActors } from '../culling/start.ts'
import { assess, discardPlans, makePlans } from '../work/plan-actions.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'
import { selectActors } from './selection-store.ts'
import { selectedIds, shownIds } from './view-rows.ts'

export const assessSelected = (): void => void assess(selectedIds())

/** Plans the selected actors and opens the sheet with their plans only. */
export function balanceSelected(): void {
  const actorIds = selectedIds()
  void makePlans(actorIds)
  openPanel('balance-all', actorIds)
}

/** Reviews the selected actors' unsure images one by one. */
export function cullSelected(): void {
  const actorIds = selectedIds()
  void cullActors(actorIds, strings.balanceAll.actors(actorIds.length))
}

export const targetSelected = (): void => openPanel('targets', selectedIds())
export const startSelected = (): void => openPanel('start-plans', selectedIds())
export const verifySelected = (): void => openPanel('verify', selectedIds())

export async function discardSelected(planned: readonly string[]): Promise<void> {
  await discardPlans(planned)
  notify('info', strings.allActors.discarded(planned.length), {
    label: strings.plan.again,
    run: () => void makePlans(planned),
  })
}

/** Exports the selected actors, or all that are shown when none is selected; in the gallery its actor, elsewhere the whole library. */
export function exportActors(): void {
  const { page, actorId } = useView.getState()
  if (page === 'gallery' && actorId !== null) return openPanel('export', [actorId])
  if (page !== 'all-actors') return openPanel('export', [...useActors.getState().byId.keys()])
  const selected = selectedIds()
  openPanel('export', selected.length > 0 ? selected : shownIds())
}

export function selectShown(): void {
  const keys = shownIds()
  selectActors({ type: 'set', keys })
  announce(strings.allActors.bar(keys.length))
}
