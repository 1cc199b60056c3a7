import type { KeyboardEvent, MouseEvent } from 'react'
import { openActor } from '../../model/shown/show-actor.ts'
import { selectActors, useActorSelection } from '../../model/all-actors/selection-store.ts'

interface Layout {
  readonly order: readonly string[]
  /** Actors per row; one in the table. */
  readonly columns: number
  /** Number of visible rows. */
  readonly page: number
}

function target({ key }: KeyboardEvent, at: number, { order, columns, page }: Layout): number | null {
  const last = order.length - 1
  switch (key) {
    case 'ArrowDown':
      return at + columns > last ? (columns === 1 ? last : at) : at + columns
    case 'ArrowUp':
      return at - columns < 0 ? (columns === 1 ? 0 : at) : at - columns
    case 'ArrowRight':
      return columns > 1 ? at + 1 : null
    case 'ArrowLeft':
      return columns > 1 ? at - 1 : null
    case 'Home':
      return 0
    case 'End':
      return last
    case 'PageDown':
      return at + columns * page
    case 'PageUp':
      return at - columns * page
    default:
      return null
  }
}

function moveTo(key: string, extend: boolean, order: readonly string[]): void {
  const { anchor, focus } = useActorSelection.getState()
  if (!extend) return useActorSelection.setState({ anchor: key, focus: key })
  if (anchor === null) selectActors({ type: 'only', key: focus ?? key })
  selectActors({ type: 'range', key, order })
}

/** Moving keeps the selection; Shift extends it, Space toggles, Enter opens. */
export function onActorKey(event: KeyboardEvent, layout: Layout): void {
  // Column headers handle their own keys.
  if (event.target !== event.currentTarget) return
  const { order } = layout
  const { focus } = useActorSelection.getState()
  const at = Math.max(0, focus === null ? 0 : order.indexOf(focus))
  const current = order[at]
  if (current === undefined || event.altKey) return
  if (event.key === 'Enter') openActor(current)
  else if (event.key === ' ') selectActors({ type: 'toggle', key: current })
  else {
    const to = target(event, at, layout)
    const next = to === null ? undefined : order[Math.max(0, Math.min(order.length - 1, to))]
    if (next === undefined) return
    moveTo(next, event.shiftKey, order)
  }
  event.preventDefault()
}

export function onActorClick(event: MouseEvent, key: string, order: readonly string[]): void {
  if (event.shiftKey) selectActors({ type: 'range', key, order })
  else selectActors({ type: event.ctrlKey || event.metaKey ? 'toggle' : 'only', key })
}
