import { describe, expect, it } from 'vitest'
import { navigate } from '../../../../../src/renderer/src/grid/navigate.ts'
import { nextFocus, NOTHING, select } from '../../../../../src/renderer/src/model/images/selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const chosen = (state: typeof NOTHING) => [...state.selected].sort()

describe('select', () => {
  it('extends from the anchor, in both directions, without moving it', () => {
    const start = select(NOTHING, { type: 'only', key: 'c' })
    const down = select(start, { type: 'range', key: 'e', order })
    expect(chosen(down)).toEqual(['c', 'd', 'e'])
    const up = select(down, { type: 'range', key: 'a', order })
    expect(chosen(up)).toEqual(['a', 'b', 'c'])
    expect(up).toMatchObject({ anchor: 'c', focus: 'a' })
  })

  it('starts anew when the anchor lies in another lane', () => {
    const start = select(NOTHING, { type: 'only', key: 'elsewhere' })
    expect(chosen(select(start, { type: 'range', key: 'b', order }))).toEqual(['b'])
  })

  it('toggles, adds, and forgets what is gone', () => {
    const two = select(select(NOTHING, { type: 'only', key: 'a' }), { type: 'toggle', key: 'b' })
    expect(chosen(two)).toEqual(['a', 'b'])
    expect(chosen(select(two, { type: 'toggle', key: 'a' }))).toEqual(['b'])
    expect(chosen(select(two, { type: 'set', keys: ['d'], added: true }))).toEqual(['a', 'b', 'd'])
    expect(chosen(select(two, { type: 'retain', present: new Set(['b']) }))).toEqual(['b'])
    expect(select(two, { type: 'retain', present: new Set(order) })).toBe(two)
  })
})

describe('nextFocus', () => {
  it('goes to the image that takes the place, else to the last that stays', () => {
    expect(nextFocus(order, new Set(['b', 'c']))).toBe('d')
    expect(nextFocus(order, new Set(['d', 'e']))).toBe('c')
    expect(nextFocus(order, new Set(order))).toBeNull()
  })
})

describe('navigate', () => {
  const lanes = [
    [
      ['p1', 'p2', 'p3'],
      ['p4', 'p5'],
    ],
    [],
    [['c1'], ['c2'], ['c3']],
  ]
  const go = (lane: number, key: string, move: Parameters<typeof navigate>[2]) =>
    navigate(lanes, { lane, key }, move, 2).key

  it('moves inside a lane as in a grid, and stops at its top and bottom', () => {
    expect(go(0, 'p1', 'right')).toBe('p2')
    expect(go(0, 'p3', 'down')).toBe('p5')
    expect(go(0, 'p5', 'down')).toBe('p5')
    expect(go(0, 'p1', 'up')).toBe('p1')
    expect(go(0, 'p2', 'rowEnd')).toBe('p3')
    expect(go(0, 'p2', 'last')).toBe('p5')
    expect(go(2, 'c1', 'pageDown')).toBe('c3')
  })

  it('crosses into the next lane that holds anything, on the same row', () => {
    expect(go(0, 'p5', 'right')).toBe('c2')
    expect(go(2, 'c3', 'left')).toBe('p5')
    expect(go(2, 'c1', 'right')).toBe('c1')
  })
})
