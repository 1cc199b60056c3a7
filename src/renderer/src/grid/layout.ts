import type { Lane } from '../model/images/image.ts'
import type { LaneModel } from '../model/images/lanes.ts'

/** Gap between tiles, unless the view is dense. All lengths here are in CSS pixels. */
export const GAP = 8
export const DENSE_GAP = 3
export const LANE_GAP = 10
/** Horizontal padding and border of a lane. */
const LANE_FRAME = 22
/** Height of a lane's heading, with its border. */
const LANE_HEADER = 44
/** Padding below the last row. */
const LANE_FOOT = 11
export const GROUP_HEADER = 62
/** Height of the placeholder of an image to generate; it is as wide as a tile. */
export const FRAME_HEIGHT = 48
/** Side of the mark for an open place. */
const OPEN_SIZE = 16
export const OPEN_GAP = 4
/** The heading states the number of open places, so more marks than this are not drawn. */
export const MOST_OPEN = 60
/** Width of side lanes that are all empty; they still accept drops. */
const RAIL = 46
/** Smallest tile side tried when the layout looks for the largest one that fits. */
const SMALLEST_FIT = 60
export const SMALLEST_TILE = 84
export const LARGEST_TILE = 320
/** Smallest width at which a lane's heading fits. */
const NARROWEST_LANE = 104
/** Width reserved for a vertical scroll bar. */
const SCROLLBAR = 10
/** Largest share of the height that a lower side lane takes before it scrolls. */
const LOWER_SHARE = 0.42

export interface LaneBox {
  readonly lane: Lane
  readonly columns: number
  readonly width: number
  readonly height: number
  readonly rail: boolean
}

export interface LaneLayout {
  readonly tile: number
  /** Gap between tiles. */
  readonly gap: number
  /** False when at least one lane scrolls. */
  readonly fits: boolean
  readonly lanes: readonly LaneBox[]
}

export interface Room {
  readonly width: number
  readonly height: number
  /** Gap between tiles; `GAP` by default. */
  readonly gap?: number
}

/** What a lane has to show. Lanes of the target exist even when empty, as drop targets. */
export interface Need {
  readonly lane: Lane
  readonly sections: readonly { readonly cells: number; readonly header: boolean; readonly low: boolean }[]
  readonly open: number
  readonly stays: boolean
}

/** Lanes that share a column, one above the other: each style on its own, Unsorted above Rejected. */
type Stack = readonly Need[]

export const needOf = (model: LaneModel): Need => ({
  lane: model.lane,
  sections: model.sections.map(({ cells, group, low }) => ({ cells: cells.length, header: group !== null, low })),
  open: model.open,
  stays: model.shown === null && model.target !== null,
})

const isSide = (lane: Lane) => lane === 'unsorted' || lane === 'rejected'
const isEmpty = (need: Need) => !need.stays && need.sections.length === 0

const stacksOf = (needs: readonly Need[]): readonly Stack[] => [
  ...needs.filter((need) => !isSide(need.lane)).map((need) => [need]),
  needs.filter((need) => isSide(need.lane)),
]

/** Returns the height of the marks for open places, over all their rows. */
export function openHeight(open: number, columns: number, tile: number, gap: number): number {
  const width = columns * (tile + gap) - gap
  const perRow = Math.max(1, Math.floor((width + OPEN_GAP) / (OPEN_SIZE + OPEN_GAP)))
  return Math.ceil(Math.min(open, MOST_OPEN) / perRow) * (OPEN_SIZE + OPEN_GAP)
}

function contentHeight({ sections, open }: Need, columns: number, tile: number, gap: number): number {
  const rows = (cells: number, low: boolean) => Math.ceil(cells / columns) * ((low ? FRAME_HEIGHT : tile) + gap)
  const own = sections.reduce((sum, each) => sum + rows(each.cells, each.low) + (each.header ? GROUP_HEADER : 0), 0)
  return Math.max(0, own - gap) + (open > 0 ? openHeight(open, columns, tile, gap) + gap + OPEN_GAP : 0)
}

const laneHeight = (need: Need, columns: number, tile: number, gap: number): number =>
  LANE_HEADER + (isEmpty(need) ? 0 : contentHeight(need, columns, tile, gap) + LANE_FOOT)

const stackHeight = (stack: Stack, columns: number, tile: number, gap: number): number =>
  stack.reduce((sum, need) => sum + laneHeight(need, columns, tile, gap), (stack.length - 1) * LANE_GAP)

/**
 * Gives every stack one column, then each further column to the tallest stack, so that rows even out and widths follow the number of
 * images.
 */
function columnsFor(stacks: readonly Stack[], total: number, tile: number, gap: number): number[] {
  const columns = stacks.map(() => 1)
  const heights = stacks.map((stack) => stackHeight(stack, 1, tile, gap))
  for (let left = total - stacks.length; left > 0; left--) {
    const tallest = heights.indexOf(Math.max(...heights))
    const stack = stacks[tallest]
    if (!stack) break
    const next = (columns[tallest] ?? 1) + 1
    columns[tallest] = next
    heights[tallest] = stackHeight(stack, next, tile, gap)
  }
  return columns
}

/** Divides the height of a column among its lanes: the lower one takes what it needs, up to a limit. */
function heightsOf(stack: Stack, columns: number, tile: number, gap: number, height: number): number[] {
  const [upper, lower] = stack
  if (!upper || !lower) return [height]
  const free = height - LANE_GAP
  if (isEmpty(upper) && !isEmpty(lower)) return [LANE_HEADER, free - LANE_HEADER]
  const wanted = laneHeight(lower, columns, tile, gap)
  const spare = free - laneHeight(upper, columns, tile, gap)
  const given = isEmpty(lower) && !isEmpty(upper) ? LANE_HEADER : Math.max(Math.min(wanted, free * LOWER_SHARE), spare)
  const low = isEmpty(upper) ? free / 2 : Math.min(given, Math.max(wanted, free * LOWER_SHARE))
  return [free - low, low]
}

function arrange(stacks: readonly Stack[], room: Room, atLeast: number, scrollbar: number): LaneLayout {
  const open = stacks.filter((stack) => !stack.every(isEmpty))
  const rails = stacks.length - open.length
  const frame = LANE_FRAME + scrollbar
  const gap = room.gap ?? GAP
  const inner = room.width - rails * RAIL - open.length * (frame - gap) - (stacks.length - 1) * LANE_GAP
  const columns = columnsFor(open, Math.max(open.length, Math.floor(inner / (atLeast + gap))), atLeast, gap)
  const used = columns.reduce((sum, each) => sum + each, 0)
  const widthOf = (own: number, tile: number) => Math.max(NARROWEST_LANE, own * (tile + gap) - gap + frame)
  const free = room.width - rails * RAIL - (stacks.length - 1) * LANE_GAP
  const spareAt = (tile: number) => free - columns.reduce((sum, own) => sum + widthOf(own, tile), 0)
  const fitting = (tile: number) =>
    spareAt(tile) >= 0 &&
    open.every((stack, index) => stackHeight(stack, columns[index] ?? 1, tile, gap) <= room.height)
  const stretched = Math.max(atLeast, Math.floor(inner / Math.max(1, used)) - gap)
  const fits = fitting(atLeast)
  const tile = (fits ? fitting(stretched) : spareAt(stretched) >= 0) ? stretched : atLeast
  const spare = Math.max(0, spareAt(tile))
  let next = 0
  const lanes = stacks.flatMap((stack): LaneBox[] => {
    const rail = stack.every(isEmpty)
    const own = rail ? 1 : (columns[next++] ?? 1)
    const width = rail ? RAIL : widthOf(own, tile) + (spare * own) / Math.max(1, used)
    const heights = heightsOf(stack, own, tile, gap, room.height)
    return stack.map((need, index) => {
      return { lane: need.lane, columns: own, width, height: heights[index] ?? room.height, rail }
    })
  })
  return { tile, gap, fits, lanes }
}

/**
 * Lays lanes out side by side. Without a chosen size, tiles are as large as possible with every image in view; when that would make them
 * too small, they keep a readable size and lanes scroll.
 */
export function layoutLanes(needs: readonly Need[], room: Room, chosenTile: number | null): LaneLayout {
  const stacks = stacksOf(needs)
  if (chosenTile !== null) return arrange(stacks, room, chosenTile, SCROLLBAR)
  // Skip the search when there are more cells than could ever fit.
  const cells = needs.reduce((sum, need) => sum + need.sections.reduce((all, each) => all + each.cells, 0), 0)
  if (cells <= (room.width * room.height) / SMALLEST_FIT ** 2) {
    for (let tile = LARGEST_TILE; tile >= SMALLEST_FIT; tile -= 2) {
      const layout = arrange(stacks, room, tile, 0)
      if (layout.fits) return layout
    }
  }
  // The set is too large to show at once: use about nine tiles across.
  return arrange(stacks, room, Math.round(Math.min(112, Math.max(72, room.width / 11))), SCROLLBAR)
}

/** Returns true when everything still fits an earlier layout, which then stays so that tiles keep their places. */
export function stillFits(layout: LaneLayout, needs: readonly Need[]): boolean {
  return (
    layout.fits &&
    needs.every((need) => {
      const box = layout.lanes.find((each) => each.lane === need.lane)
      return box && (box.rail ? isEmpty(need) : laneHeight(need, box.columns, layout.tile, layout.gap) <= box.height)
    })
  )
}
