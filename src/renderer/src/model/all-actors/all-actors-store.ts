import { create } from 'zustand'
import { ACTOR_COLUMNS, type ActorColumn, type ColumnSort } from '../../../../main/contract/actor-columns.ts'
import { lasting, recall, remember } from '../window/view-store.ts'

export type ActorsLayout = 'table' | 'wall'

interface AllActorsState {
  readonly layout: ActorsLayout
  readonly sort: ColumnSort
  readonly hidden: ReadonlySet<ActorColumn>
}

const LAYOUT = 'evencast.fleet-look'
const HIDDEN = 'evencast.fleet-hidden'

const storedHidden = (): ReadonlySet<ActorColumn> => {
  const names = (recall(lasting, HIDDEN) ?? '').split(' ')
  return new Set(ACTOR_COLUMNS.filter((column) => column !== 'actor' && names.includes(column)))
}

/** How the All actors page is shown: view state of this window. */
export const useAllActors = create<AllActorsState>()(() => ({
  layout: recall(lasting, LAYOUT) === 'wall' ? 'wall' : 'table',
  sort: { column: 'deficit', descending: true },
  hidden: storedHidden(),
}))

export function setLayout(layout: ActorsLayout): void {
  useAllActors.setState({ layout })
  remember(lasting, LAYOUT, layout)
}

/** Texts sort ascending at first, numbers descending. */
const TEXTS: ReadonlySet<ActorColumn> = new Set(['actor', 'state'])

/** Sorts by a column; the same column again reverses the order. */
export const sortBy = (column: ActorColumn): void =>
  useAllActors.setState(({ sort }) => ({
    sort: { column, descending: sort.column === column ? !sort.descending : !TEXTS.has(column) },
  }))

export function toggleColumn(column: ActorColumn): void {
  const hidden = new Set(useAllActors.getState().hidden)
  if (!hidden.delete(column)) hidden.add(column)
  useAllActors.setState({ hidden })
  remember(lasting, HIDDEN, [...hidden].join(' '))
}

export const shownColumns = (hidden: ReadonlySet<ActorColumn>): readonly ActorColumn[] =>
  ACTOR_COLUMNS.filter((column) => !hidden.has(column))
