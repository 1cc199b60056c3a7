import { showPage, useView } from '../window/view-store.ts'
import { PAGES } from '../surface/pages.ts'
import type { Command } from './command.ts'
import { usePlans } from '../work/plans-store.ts'
import { strings } from '../../base/strings/index.ts'
import {
  assessSelected,
  balanceSelected,
  cullSelected,
  discardSelected,
  exportActors,
  selectShown,
  startSelected,
  targetSelected,
  verifySelected,
} from '../fleet/fleet-actions.ts'
import { setLayout, useFleet } from '../fleet/fleet-store.ts'
import { selectActors, useFleetSelection } from '../fleet/selection-store.ts'
import { selectedIds } from '../fleet/view-rows.ts'

const { titles } = strings.fleetView
const planned = () => selectedIds().filter((actorId) => usePlans.getState().byActor.has(actorId))
const anySelected = () => selectedIds().length > 0

const onActors = (id: string, title: string, run: () => void, keys?: readonly string[]): Command => ({
  id,
  title,
  group: 'actor',
  ...(keys && { keys }),
  on: ['fleet'],
  when: anySelected,
  run,
})

export const fleetCommands: readonly Command[] = [
  { id: 'fleet', title: titles.page, group: 'library', keys: ['o'], on: PAGES, run: () => showPage('fleet') },
  {
    id: 'fleet-look',
    title: titles.layout,
    group: 'library',
    keys: ['w'],
    on: ['fleet'],
    run: () => setLayout(useFleet.getState().layout === 'table' ? 'wall' : 'table'),
  },
  { id: 'fleet-select-all', title: titles.selectAll, group: 'actor', keys: ['mod+a'], on: ['fleet'], run: selectShown },
  {
    id: 'fleet-clear-selection',
    title: titles.clearSelection,
    group: 'actor',
    keys: ['escape'],
    on: ['fleet'],
    when: () => useFleetSelection.getState().selected.size > 0 && useView.getState().panel === null,
    run: () => selectActors({ type: 'clear' }),
  },
  onActors('fleet-assess', titles.assess, assessSelected, ['a']),
  onActors('fleet-cull', titles.cull, cullSelected, ['shift+c']),
  onActors('fleet-balance', titles.balance, balanceSelected, ['mod+b']),
  { ...onActors('fleet-start', titles.start, startSelected), when: () => planned().length > 0 },
  {
    ...onActors('fleet-discard', titles.discard, () => void discardSelected(planned())),
    when: () => planned().length > 0,
  },
  onActors('fleet-target', titles.target, targetSelected),
  onActors('fleet-verify', titles.verify, verifySelected),
  { id: 'export', title: titles.export, group: 'library', keys: ['mod+e'], on: PAGES, run: exportActors },
]
