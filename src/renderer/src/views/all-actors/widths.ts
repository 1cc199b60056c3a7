import type { ActorColumn } from '../../../../main/contract/actor-columns.ts'

/** Smallest width of each column in CSS pixels, and its share of the remaining width. */
const WIDTHS: Readonly<Record<ActorColumn, readonly [leastPx: number, share: number]>> = {
  actor: [180, 3],
  state: [114, 0.6],
  photorealistic: [84, 1],
  bw_stylized: [78, 0.8],
  color_stylized: [78, 0.8],
  deficit: [76, 0.4],
  surplus: [74, 0.4],
  cost: [68, 0.5],
  unsorted: [72, 0.4],
  rejected: [70, 0.4],
  doubtful: [62, 0.4],
  unreadable: [82, 0.4],
  changed: [68, 0.4],
}
const EDGES_PX = 16

export interface Tracks {
  readonly gridTemplateColumns: string
  /** Below this width the table scrolls horizontally. */
  readonly minWidth: number
}

export const tracksOf = (columns: readonly ActorColumn[]): Tracks => ({
  gridTemplateColumns: columns.map((column) => `minmax(${WIDTHS[column][0]}px, ${WIDTHS[column][1]}fr)`).join(' '),
  minWidth: columns.reduce((sum, column) => sum + WIDTHS[column][0], EDGES_PX),
})
