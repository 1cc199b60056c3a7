import type { Lane } from '../model/images/image.ts'
import type { LaneModel } from '../model/images/lanes.ts'

/** All lengths in CSS pixels. Between tiles, unless the view is dense. */
export const GAP = 8
export const DENSE_GAP = 3
export const LANE_GAP = 10
/** Padding and border of a lane, left and right together. */
const LANE_FRAME = 22
/** Heading of a lane, with its border. */
const LANE_HEADER = 44
/** Padding below the last row. */
const LANE_FOOT = 11
export const GROUP_HEADER = 62
/** What is to be made is as wide as a tile, and low. */
export const FRAME_HEIGHT = 48
/** A place that nothing fills is a mark of this size, among others. */
const OPEN_SIZE = 16
export const OPEN_GAP = 4
/** A heading says how many there are: more marks than this say nothing. */
export const MOST_OPEN = 60
/** Side lanes that are all empty shrink to a rail that still takes a drop. */
const RAIL = 46
/** The least that the search for the largest fitting tile tries. */
const SMALLEST_FIT = 60
export const SMALLEST_TILE = 84
export const LARGEST_TILE = 320
/** A heading needs this much. */
const NARROWEST_LANE = 104
/** Room a vertical scroll bar may need. */
const SCROLLBAR = 10
/** What a lower side lane may take of the height before it scrolls. */
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
  /** Between two tiles. */
  readonly gap: number
  /** False: at least one lane scrolls. */
  readonly fits: boolean
  readonly lanes: readonly LaneBox[]
}

export interface Room {
  readonly width: number
  readonly height: number
  /** Between tiles; `GAP` when it is not said. */
  readonly gap?: number
}

/** What a lane must hold. Those of the target are there even when they are empty, to be dropped on. */
export interface Need {
  readonly lane: Lane
  readonly sections: readonly { readonly cells: number; readonly header: boolean; readonly low: boolean }[]
  readonly open: number
  readonly stays: boolean
}

/** Lanes that share a column, one above the other: each style alone, Unsorted above Rejected. */
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

/** Of the marks for open places, in as many rows as they take. */
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

/** Gives every stack a column, then each further one to the tallest: rows even out, and widths follow the shares. */
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

/** Shares the height of a column among its lanes: the lower one takes what it needs, up to a limit. */
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
 * Lays lanes out side by side. Without a chosen size the tiles are as large as they can be with every image in view; when
 * that would make them too small they keep a readable size and lanes scroll.
 */
export function layoutLanes(needs: readonly Need[], room: Room, chosenTile: number | null): LaneLayout {
  const stacks = stacksOf(needs)
  if (chosenTile !== null) return arrange(stacks, room, chosenTile, SCROLLBAR)
  // More cells than could ever fit: spare the search.
  const cells = needs.reduce((sum, need) => sum + need.sections.reduce((all, each) => all + each.cells, 0), 0)
  if (cells <= (room.width * room.height) / SMALLEST_FIT ** 2) {
    for (let tile = LARGEST_TILE; tile >= SMALLEST_FIT; tile -= 2) {
      const layout = arrange(stacks, room, tile, 0)
      if (layout.fits) return layout
    }
  }
  // A set too large to be seen at once: about nine tiles across.
  return arrange(stacks, room, Math.round(Math.min(112, Math.max(72, room.width / 11))), SCROLLBAR)
}

/** Whether everything would still be in view in an earlier layout: then it stays, and tiles keep their places. */
export function stillFits(layout: LaneLayout, needs: readonly Need[]): boolean {
  return (
    layout.fits &&
    needs.every((need) => {
      const box = layout.lanes.find((each) => each.lane === need.lane)
      return box && (box.rail ? isEmpty(need) : laneHeight(need, box.columns, layout.tile, layout.gap) <= box.height)
    })
  )
}
