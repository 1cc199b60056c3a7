import { create } from 'zustand'
import { useView } from '../window/view-store.ts'
import { isCovered } from '../surface/cover-store.ts'
import { selectActors, useActorSelection } from '../all-actors/selection-store.ts'
import { LANES, type Lane } from '../images/image.ts'
import { dispatchSelection, useSelection } from '../images/selection-store.ts'

/** What the context menu is about. */
export type ContextTarget =
  | { readonly kind: 'images'; readonly imageId: string; readonly stepId: string | null }
  | { readonly kind: 'actor'; readonly actorId: string }
  | { readonly kind: 'lane'; readonly lane: Lane; readonly actorId: string }

interface ContextMenuState {
  readonly target: ContextTarget | null
  /** Where the menu opens, in CSS pixels of the window. */
  readonly at: DOMRectReadOnly
  /** Element that gets the focus back. */
  readonly from: HTMLElement | null
}

const CLOSED: ContextMenuState = { target: null, at: new DOMRectReadOnly(), from: null }

export const useContextMenu = create<ContextMenuState>()(() => CLOSED)
export const closeContextMenu = (): void => useContextMenu.setState({ target: null })

/** A list box keeps the focus itself, so a key event refers to its active row. */
function meant(target: Element): Element {
  const active = target.getAttribute('aria-activedescendant')
  return (active === null ? null : document.getElementById(active)) ?? target
}

function targetOf(element: Element): ContextTarget | null {
  const imageId = element.closest('[data-image-id]')?.getAttribute('data-image-id')
  if (imageId !== null && imageId !== undefined)
    return { kind: 'images', imageId, stepId: element.closest('[data-step-id]')?.getAttribute('data-step-id') ?? null }
  const row = element.closest('[data-actor-id][role]')?.getAttribute('data-actor-id')
  if (row !== null && row !== undefined) return { kind: 'actor', actorId: row }
  const name = element.closest('[data-lane]')?.getAttribute('data-lane')
  const lane = LANES.find((each) => each === name)
  const { actorId } = useView.getState()
  return lane && actorId !== null ? { kind: 'lane', lane, actorId } : null
}

/** As in a file manager, a target outside the selection replaces the selection. */
function selectTarget(target: ContextTarget): void {
  if (target.kind === 'images' && !useSelection.getState().selected.has(target.imageId))
    dispatchSelection({ type: 'only', key: target.imageId })
  if (target.kind === 'actor' && useView.getState().page === 'all-actors') {
    const { selected } = useActorSelection.getState()
    if (!selected.has(target.actorId)) selectActors({ type: 'only', key: target.actorId })
  }
}

/** Opens the menu for a right click, the menu key or Shift+F10 on an image, an actor or a lane; elsewhere the browser's own menu opens. */
export function onContextMenu(event: MouseEvent): void {
  if (event.defaultPrevented || isCovered() || useView.getState().panel !== null) return
  if (!(event.target instanceof Element) || event.target.closest('input, textarea, .selectable, [role="dialog"]'))
    return
  const element = meant(event.target)
  const target = targetOf(element)
  if (!target) return
  event.preventDefault()
  selectTarget(target)
  // From the keyboard, the menu opens at the target itself.
  const box =
    event.button === 2 ? new DOMRectReadOnly(event.clientX, event.clientY, 0, 0) : element.getBoundingClientRect()
  const from = document.activeElement
  useContextMenu.setState({ target, at: box, from: from instanceof HTMLElement ? from : null })
}
