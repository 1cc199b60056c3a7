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
} from '../all-actors/actor-actions.ts'
import { setLayout, useAllActors } from '../all-actors/all-actors-store.ts'
import { selectActors, useActorSelection } from '../all-actors/selection-store.ts'
import { selectedIds } from '../all-actors/view-rows.ts'

const { titles } = strings.allActors
const planned = () => selectedIds().filter((actorId) => usePlans.getState().byActor.has(actorId))
const anySelected = () => selectedIds().length > 0

const onActors = (id: string, title: string, run: () => void, keys?: readonly string[]): Command => ({
  id,
  title,
  group: 'actor',
  ...(keys && { keys }),
  on: ['all-actors'],
  when: anySelected,
  run,
})

export const allActorsCommands: readonly Command[] = [
  { id: 'all-actors', title: titles.page, group: 'library', keys: ['o'], on: PAGES, run: () => showPage('all-actors') },
  {
    id: 'actors-look',
    title: titles.layout,
    group: 'library',
    keys: ['w'],
    on: ['all-actors'],
    run: () => setLayout(useAllActors.getState().layout === 'table' ? 'wall' : 'table'),
  },
  {
    id: 'actors-select-all',
    title: titles.selectAll,
    group: 'actor',
    keys: ['mod+a'],
    on: ['all-actors'],
    run: selectShown,
  },
  {
    id: 'actors-clear-selection',
    title: titles.clearSelection,
    group: 'actor',
    keys: ['escape'],
    on: ['all-actors'],
    when: () => useActorSelection.getState().selected.size > 0 && useView.getState().panel === null,
    run: () => selectActors({ type: 'clear' }),
  },
  onActors('actors-assess', titles.assess, assessSelected, ['a']),
  onActors('actors-cull', titles.cull, cullSelected, ['shift+c']),
  onActors('actors-balance', titles.balance, balanceSelected, ['mod+b']),
  { ...onActors('actors-start', titles.start, startSelected), when: () => planned().length > 0 },
  {
    ...onActors('actors-discard', titles.discard, () => void discardSelected(planned())),
    when: () => planned().length > 0,
  },
  onActors('actors-target', titles.target, targetSelected),
  onActors('actors-verify', titles.verify, verifySelected),
  { id: 'export', title: titles.export, group: 'library', keys: ['mod+e'], on: PAGES, run: exportActors },
]
