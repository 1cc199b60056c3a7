import type { LaneModel } from '../model/images/lanes.ts'
import { type LaneLayout, layoutLanes, needOf, type Room, stillFits } from './layout.ts'

export type Layouter = (
  models: readonly LaneModel[],
  room: Room | null,
  chosen: number | null,
  scope: string,
) => LaneLayout | null

/**
 * Lays out with a memory: a layout stays as it is while everything still fits, so that tiles do not change their size under
 * the pointer. Another scope (an actor), window size, chosen size, or a lane that empties or fills lays out again.
 */
export function createLayouter(): Layouter {
  let kept: { readonly layout: LaneLayout; readonly key: string } | null = null
  return (models, room, chosen, scope) => {
    if (!room || room.width < 50 || room.height < 50) return null
    const needs = models.map(needOf)
    const filled = needs.map((need) => need.sections.length > 0)
    const key = JSON.stringify([scope, room, chosen, filled])
    if (kept?.key !== key || chosen !== null || !stillFits(kept.layout, needs)) {
      kept = { layout: layoutLanes(needs, room, chosen), key }
    }
    return kept.layout
  }
}
