import { create } from 'zustand'
import { FLEET_COLUMNS, type FleetColumn, type FleetSort } from '../../../../main/contract/fleet-columns.ts'
import { lasting, recall, remember } from '../window/view-store.ts'

export type FleetLayout = 'table' | 'wall'

interface FleetState {
  readonly layout: FleetLayout
  readonly sort: FleetSort
  readonly hidden: ReadonlySet<FleetColumn>
}

const LAYOUT = 'evencast.fleet-look'
const HIDDEN = 'evencast.fleet-hidden'

const storedHidden = (): ReadonlySet<FleetColumn> => {
  const names = (recall(lasting, HIDDEN) ?? '').split(' ')
  return new Set(FLEET_COLUMNS.filter((column) => column !== 'actor' && names.includes(column)))
}

/** How all actors are shown: view state of this window. */
export const useFleet = create<FleetState>()(() => ({
  layout: recall(lasting, LAYOUT) === 'wall' ? 'wall' : 'table',
  sort: { column: 'deficit', descending: true },
  hidden: storedHidden(),
}))

export function setLayout(layout: FleetLayout): void {
  useFleet.setState({ layout })
  remember(lasting, LAYOUT, layout)
}

/** Texts and dates begin in reading order, numbers with the largest. */
const TEXTS: ReadonlySet<FleetColumn> = new Set(['actor', 'state'])

/** A second time turns the order round. */
export const sortBy = (column: FleetColumn): void =>
  useFleet.setState(({ sort }) => ({
    sort: { column, descending: sort.column === column ? !sort.descending : !TEXTS.has(column) },
  }))

export function toggleColumn(column: FleetColumn): void {
  const hidden = new Set(useFleet.getState().hidden)
  if (!hidden.delete(column)) hidden.add(column)
  useFleet.setState({ hidden })
  remember(lasting, HIDDEN, [...hidden].join(' '))
}

export const shownColumns = (hidden: ReadonlySet<FleetColumn>): readonly FleetColumn[] =>
  FLEET_COLUMNS.filter((column) => !hidden.has(column))
