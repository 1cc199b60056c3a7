import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { laneModels } from '../../../../src/renderer/src/model/images/lanes.ts'
import { GAP, layoutLanes, LANE_GAP, needOf, stillFits } from '../../../../src/renderer/src/grid/layout.ts'
import { createLayouter } from '../../../../src/renderer/src/grid/layouter.ts'
import { boxOf, imagesInBox } from '../../../../src/renderer/src/grid/marquee.ts'
import { rowsOf } from '../../../../src/renderer/src/grid/rows.ts'
import { many } from '../images.ts'

const target = { photorealistic: 13, bw_stylized: 4, color_stylized: 3 }
const desktop = { width: 1124, height: 760 }
const balanced = [
  ...many(13),
  ...many(4, { lane: 'bw_stylized', style: 'bw_stylized' }),
  ...many(3, { lane: 'color_stylized', style: 'color_stylized' }),
]
const needs = (images: Parameters<typeof laneModels>[0]) => laneModels(images, target, null).map(needOf)

describe('layoutLanes', () => {
  it('shows a balanced set whole at 1440 × 900, with large tiles and widths that follow the shares', () => {
    const layout = layoutLanes(needs(balanced), desktop, null)
    expect(layout.fits).toBe(true)
    expect(layout.tile).toBeGreaterThanOrEqual(140)
    const [photo, bw, colour, unsorted] = layout.lanes.map((box) => box.columns)
    expect(photo).toBeGreaterThan(bw ?? 0)
    expect([bw, colour, unsorted]).toEqual([1, 1, 1])
    expect(layout.lanes.filter((box) => box.rail).map((box) => box.lane)).toEqual(['unsorted', 'rejected'])
  })

  it('never lets lanes overflow the room, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(60), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 720, max: 2400 }),
        fc.integer({ min: 320, max: 1400 }),
        ([photo = 0, bw = 0, colour = 0, unsorted = 0, rejected = 0], width, height) => {
          const images = [
            ...many(photo),
            ...many(bw, { lane: 'bw_stylized' }),
            ...many(colour, { lane: 'color_stylized' }),
            ...many(unsorted, { lane: 'unsorted' }),
            ...many(rejected, { lane: 'rejected' }),
          ]
          const { lanes, tile, gap, fits } = layoutLanes(needs(images), { width, height }, null)
          const styles = lanes.slice(0, 3)
          const side = lanes[3]
          const used = styles.reduce((sum, box) => sum + box.width, 0) + (side?.width ?? 0) + 3 * LANE_GAP
          expect(used).toBeLessThanOrEqual(width + 0.5)
          for (const box of lanes.filter((each) => !each.rail)) {
            expect(box.columns * (tile + GAP) - GAP).toBeLessThanOrEqual(box.width)
          }
          expect((lanes[3]?.height ?? 0) + (lanes[4]?.height ?? 0)).toBeLessThanOrEqual(height)
          if (fits) expect(stillFits({ lanes, tile, gap, fits }, needs(images))).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('lets lanes scroll when a set is too large to be seen at once', () => {
    const layout = layoutLanes(needs([...balanced, ...many(20_000, { lane: 'unsorted' })]), desktop, null)
    expect(layout.fits).toBe(false)
    expect(layout.tile).toBeGreaterThanOrEqual(72)
  })

  it('keeps the chosen size, give or take what fills the row', () => {
    const { tile } = layoutLanes(needs(balanced), desktop, 120)
    expect(tile).toBeGreaterThanOrEqual(120)
    expect(tile).toBeLessThan(160)
  })
})

it('gives the room to the images: what is missing, or to be made, lies low and small behind them', () => {
  const few = many(6)
  const nothing = layoutLanes(laneModels(few, { ...target, photorealistic: 6 }, null).map(needOf), desktop, null)
  const missing = layoutLanes(laneModels(few, { ...target, photorealistic: 13 }, null).map(needOf), desktop, null)
  expect(missing.tile).toBeGreaterThan(nothing.tile * 0.9)
  expect(missing.lanes[1]?.columns).toBe(1)
  const [photo] = laneModels(few, target, null)
  const rows = photo ? rowsOf(photo, 3, 100) : []
  expect(rows.map((row) => row.kind)).toEqual(['cells', 'cells', 'open'])
  expect(rows.at(-1)?.height).toBeLessThan(50)
})

describe('createLayouter', () => {
  it('keeps a layout while everything fits, and lays out anew for another window or actor', () => {
    const layOut = createLayouter()
    const models = (images: Parameters<typeof laneModels>[0]) => laneModels(images, target, null)
    const first = layOut(models(balanced), desktop, null, 'alice')
    expect(layOut(models(balanced.slice(1)), desktop, null, 'alice')).toBe(first)
    expect(layOut(models(balanced), { width: 900, height: 600 }, null, 'alice')).not.toBe(first)
    expect(layOut(models(balanced), null, null, 'alice')).toBeNull()
  })
})

describe('imagesInBox', () => {
  it('finds what a rectangle touches, also where nothing is mounted, and no open places', () => {
    const [photo] = laneModels(many(5), target, null)
    const rows = photo ? rowsOf(photo, 3, 100) : []
    expect(imagesInBox(rows, 100, boxOf(150, 120, 20, 50))).toEqual([
      'photorealistic0',
      'photorealistic1',
      'photorealistic3',
      'photorealistic4',
    ])
    expect(imagesInBox(rows, 100, boxOf(210, 110, 320, 190))).toEqual([])
  })
})
