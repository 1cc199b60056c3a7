import type { LaneModel } from '../model/images/lanes.ts'
import { type LaneLayout, layoutLanes, needOf, type Room, stillFits } from './layout.ts'

export type Layouter = (
  models: readonly LaneModel[],
  room: Room | null,
  chosen: number | null,
  scope: string,
) => LaneLayout | null

/**
 * Creates a layout function that keeps the previous layout while everything still fits, so that tiles do not resize under the pointer. It
 * lays out again for another scope (an actor), window size or tile size, and when a lane empties or fills.
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
