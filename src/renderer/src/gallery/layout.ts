import type { Lane, LaneModel } from './lanes.ts'

/** All lengths in CSS pixels. */
export const GAP = 8
export const LANE_GAP = 10
/** Padding and border of a lane, both sides together. */
export const LANE_FRAME = 22
export const LANE_HEADER = 42
export const GROUP_HEADER = 62
/** An empty side lane shrinks to a rail that still takes a drop. */
export const RAIL = 46
export const SMALLEST_TILE = 84
export const LARGEST_TILE = 320
/** Room a vertical scroll bar may need. */
const SCROLLBAR = 10

export interface LaneBox {
  readonly lane: Lane
  readonly columns: number
  readonly width: number
  readonly rail: boolean
}

export interface LaneLayout {
  readonly tile: number
  /** False: at least one lane scrolls. */
  readonly fits: boolean
  readonly lanes: readonly LaneBox[]
}

interface Room {
  readonly width: number
  readonly height: number
}

/** Cells a lane must hold per section. Lanes ask for their target at least, so that their widths keep its proportions. */
export interface Need {
  readonly lane: Lane
  readonly sections: readonly { readonly cells: number; readonly header: boolean }[]
  readonly floor: number
}

export const needOf = (model: LaneModel): Need => ({
  lane: model.lane,
  sections: model.sections.map((section) => ({ cells: section.cells.length, header: section.group !== null })),
  floor: model.target ?? 0,
})

const isEmpty = (need: Need) => need.floor === 0 && need.sections.length === 0

export function contentHeight(need: Need, columns: number, tile: number): number {
  const rows = (cells: number) => Math.ceil(cells / columns) * (tile + GAP)
  const own = need.sections.reduce((sum, each) => sum + rows(each.cells) + (each.header ? GROUP_HEADER : 0), 0)
  return Math.max(own, rows(need.floor)) - GAP
}

/** Gives every lane a column, then each further one to the lane that is tallest: rows even out, widths follow the shares. */
function columnsFor(needs: readonly Need[], total: number, tile: number): number[] {
  const columns = needs.map(() => 1)
  const heights = needs.map((need) => contentHeight(need, 1, tile))
  for (let left = total - needs.length; left > 0; left--) {
    let tallest = 0
    for (let index = 1; index < needs.length; index++) {
      if ((heights[index] ?? 0) > (heights[tallest] ?? 0)) tallest = index
    }
    const need = needs[tallest]
    if (!need) break
    columns[tallest] = (columns[tallest] ?? 1) + 1
    heights[tallest] = contentHeight(need, columns[tallest] ?? 1, tile)
  }
  return columns
}

function arrange(needs: readonly Need[], room: Room, tile: number): LaneLayout {
  const open = needs.filter((need) => !isEmpty(need))
  const rails = needs.length - open.length
  const inner = room.width - rails * RAIL - open.length * (LANE_FRAME + SCROLLBAR - GAP) - (needs.length - 1) * LANE_GAP
  const columns = columnsFor(open, Math.max(open.length, Math.floor(inner / (tile + GAP))), tile)
  const body = room.height - LANE_HEADER - LANE_FRAME / 2
  const fits =
    inner >= open.length * (tile + GAP) &&
    open.every((need, index) => contentHeight(need, columns[index] ?? 1, tile) <= body)
  const used = columns.reduce((sum, each) => sum + each, 0)
  const spare = Math.max(0, inner - used * (tile + GAP))
  let next = 0
  const lanes = needs.map((need): LaneBox => {
    if (isEmpty(need)) return { lane: need.lane, columns: 1, width: RAIL, rail: true }
    const own = columns[next++] ?? 1
    const width = own * (tile + GAP) - GAP + LANE_FRAME + SCROLLBAR + (spare * own) / Math.max(1, used)
    return { lane: need.lane, columns: own, width, rail: false }
  })
  return { tile, fits, lanes }
}

/**
 * Lays lanes out side by side. Without a chosen size the tiles are as large as they can be with every image in view; when
 * that would make them too small they stay at the smallest size and lanes scroll.
 */
export function layoutLanes(needs: readonly Need[], room: Room, chosenTile: number | null): LaneLayout {
  if (chosenTile !== null) return arrange(needs, room, chosenTile)
  // More cells than could ever fit: spare the search.
  const cells = needs.reduce((sum, need) => sum + need.sections.reduce((all, each) => all + each.cells, 0), 0)
  const most = (room.width * room.height) / SMALLEST_TILE ** 2
  if (cells <= most) {
    for (let tile = LARGEST_TILE; tile >= SMALLEST_TILE; tile -= 2) {
      const layout = arrange(needs, room, tile)
      if (layout.fits) return layout
    }
  }
  return arrange(needs, room, SMALLEST_TILE + 20)
}

/** Whether everything would still be in view in an earlier layout: then it stays, and tiles keep their places. */
export function stillFits(layout: LaneLayout, needs: readonly Need[], room: Room): boolean {
  const body = room.height - LANE_HEADER - LANE_FRAME / 2
  return (
    layout.fits &&
    needs.every((need, index) => {
      const box = layout.lanes[index]
      return box !== undefined && (box.rail ? isEmpty(need) : contentHeight(need, box.columns, layout.tile) <= body)
    })
  )
}
