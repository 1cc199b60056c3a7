import type { MouseEvent } from 'react'
import { shown } from '../model/shown/shown.ts'
import { openLightbox } from '../model/window/lightbox-store.ts'
import { toggleStep } from '../model/work/plan-actions.ts'
import { shownGallery, shownPlan } from '../model/shown/in-gallery.ts'
import { requestFocus } from '../model/images/focus-store.ts'
import { dispatchSelection } from '../model/images/selection-store.ts'
import { blockHolding } from '../model/shown/blocks.ts'

/** Returns the plan step that a cell shows, or null. A plain click on such a cell answers the plan's question. */
export function stepOf(element: Element): { readonly actorId: string; readonly stepId: string } | null {
  const stepId = element.getAttribute('data-step-id')
  const shown = shownGallery()
  return stepId !== null && shown && shownPlan(shown.actorId) ? { actorId: shown.actorId, stepId } : null
}

/** Two clicks within this time are one double click: what the first one changes must not move the image under the second. */
const DOUBLE_CLICK_MS = 350

const untilSingle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, DOUBLE_CLICK_MS))

/** Click selects, Ctrl or Cmd toggles, Shift extends. A click on a plan step includes or skips it; a double click opens the lightbox. */
export function clickCell(event: MouseEvent): void {
  const cell = event.target instanceof Element ? event.target.closest('[data-cell-key]') : null
  const key = cell?.getAttribute('data-cell-key')
  if (!cell || key === null || key === undefined) return
  const isImage = cell.hasAttribute('data-image-id')
  const step = stepOf(cell)
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey
  if (event.detail > 1 && plain) {
    // The first click of a double click has toggled the plan step; toggle it back, because opening an image must not change the plan.
    if (event.detail === 2 && isImage && step) void toggleStep(step.actorId, step.stepId)
    if (event.detail === 2 && isImage) openLightbox(key)
    return
  }
  if (step && plain) {
    void toggleStep(step.actorId, step.stepId, isImage ? untilSingle() : undefined)
    requestFocus(key)
    return
  }
  if (!isImage) return
  if (event.shiftKey) {
    dispatchSelection({ type: 'range', key, order: blockHolding(shown(), key)?.images ?? [] })
  } else {
    dispatchSelection({ type: event.ctrlKey || event.metaKey ? 'toggle' : 'only', key })
  }
  requestFocus(key)
}
