import type { KeyboardEvent } from 'react'
import { openLightbox } from '../model/window/lightbox-store.ts'
import { toggleStep } from '../model/work/plan-actions.ts'
import { stepOf } from './click.ts'
import { imageOrder } from '../model/shown/in-gallery.ts'
import { requestFocus } from '../model/images/focus-store.ts'
import type { LaneModel } from '../model/images/lanes.ts'
import type { LaneLayout } from './layout.ts'
import { moveOf } from './move-of.ts'
import { type KeyGrid, navigate } from './navigate.ts'
import { rowsOf } from './rows.ts'
import { dispatchSelection } from '../model/images/selection-store.ts'

const keyGrid = (model: LaneModel, columns: number, tile: number): KeyGrid =>
  rowsOf(model, columns, tile).flatMap((row) => {
    const keys = row.kind === 'cells' ? row.cells.map((cell) => cell.key) : []
    return keys.length > 0 ? [keys] : []
  })

/**
 * Handles keys of a focused cell as in the ARIA grid pattern. Space selects, Enter opens the lightbox; on a plan step both toggle the step.
 */
export function onGridKey(event: KeyboardEvent, models: readonly LaneModel[], layout: LaneLayout | null): void {
  const cell = event.target instanceof Element ? event.target.closest('[data-cell-key]') : null
  const key = cell?.getAttribute('data-cell-key')
  if (!layout || !cell || key === null || key === undefined) return
  const isImage = cell.hasAttribute('data-image-id')
  const toggles = event.ctrlKey || event.metaKey

  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault()
    const step = stepOf(cell)
    if (event.key === ' ' && isImage) dispatchSelection({ type: 'toggle', key })
    else if (isImage) openLightbox(key)
    else if (step) void toggleStep(step.actorId, step.stepId)
    return
  }
  if (event.key.toLowerCase() === 's' && !toggles) {
    const step = stepOf(cell)
    if (step) void toggleStep(step.actorId, step.stepId)
    return
  }
  const move = moveOf(event)
  if (move === null || event.altKey) return
  event.preventDefault()
  const name = cell.closest('[data-lane]')?.getAttribute('data-lane')
  const lane = models.findIndex((model) => model.lane === name)
  const grids = models.map((model, index) => keyGrid(model, layout.lanes[index]?.columns ?? 1, layout.tile))
  const height = cell.closest('.lane-grid')?.clientHeight ?? layout.tile
  const to = navigate(grids, { lane, key }, move, Math.max(1, Math.floor(height / (layout.tile + layout.gap)) - 1))
  const target = models[to.lane]
  if (event.shiftKey && target && to.lane === lane) {
    dispatchSelection({ type: 'range', key: to.key, order: imageOrder([target]) })
  } else if (!toggles) {
    const image = target && imageOrder([target]).includes(to.key)
    dispatchSelection(image ? { type: 'only', key: to.key } : { type: 'clear' })
  }
  requestFocus(to.key)
}
