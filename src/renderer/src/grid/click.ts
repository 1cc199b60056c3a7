import type { MouseEvent } from 'react'
import { shown } from '../model/shown/shown.ts'
import { openLightbox } from '../model/window/lightbox-store.ts'
import { toggleStep } from '../model/work/plan-actions.ts'
import { shownGallery, shownPlan } from '../model/shown/in-gallery.ts'
import { requestFocus } from '../model/images/focus-store.ts'
import { dispatchSelection } from '../model/images/selection-store.ts'
import { blockHolding } from '../model/shown/blocks.ts'

/** Whether a cell stands for a step of the plan on the screen; then a plain click answers the plan's question. */
export function stepOf(element: Element): { readonly actorId: string; readonly stepId: string } | null {
  const stepId = element.getAttribute('data-step-id')
  const shown = shownGallery()
  return stepId !== null && shown && shownPlan(shown.actorId) ? { actorId: shown.actorId, stepId } : null
}

/** Two clicks within this are one of an image: what the first one said must move nothing under the second. */
const DOUBLE_CLICK_MS = 350

const untilSingle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, DOUBLE_CLICK_MS))

/** Click selects, Ctrl or Cmd toggles, Shift extends; a click on a step of the plan spares or skips; two open the lightbox. */
export function clickCell(event: MouseEvent): void {
  const cell = event.target instanceof Element ? event.target.closest('[data-cell-key]') : null
  const key = cell?.getAttribute('data-cell-key')
  if (!cell || key === null || key === undefined) return
  const isImage = cell.hasAttribute('data-image-id')
  const step = stepOf(cell)
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey
  if (event.detail > 1 && plain) {
    // The first click of the two has answered the plan's question: looking at an image must not change the answer.
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
