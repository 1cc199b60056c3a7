import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  addClause,
  applyFilter,
  clearFilter,
  editClause,
  keepDraft,
  typeDraft,
  useFilter,
} from '../../../../../src/renderer/src/model/images/filter-store.ts'
import { moveIn, resultRows, rowOf } from '../../../../../src/renderer/src/grid/result-rows.ts'

const actors = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 })
  .map((sizes) => sizes.map((images, at) => ({ actorId: `actor ${at}`, images })))
const grouped = fc.record({ actors, columns: fc.integer({ min: 1, max: 5 }), flat: fc.boolean() })

const totalOf = (all: readonly { readonly images: number }[]) => all.reduce((sum, each) => sum + each.images, 0)

describe('rows of results', () => {
  test('every result lies in exactly one row, under the heading of its actor', () => {
    fc.assert(
      fc.property(grouped, ({ actors: all, columns, flat }) => {
        const total = totalOf(all)
        const rows = resultRows(total, flat ? [] : all, columns)
        const places = rows.flatMap((row) =>
          row.kind === 'images' ? Array.from({ length: row.to - row.from }, (_, at) => row.from + at) : [],
        )
        expect(places).toEqual(Array.from({ length: total }, (_, at) => at))
        for (const at of places) {
          const row = rows[rowOf(rows, at)]
          expect(row).toMatchObject({ kind: 'images' })
          if (row?.kind === 'images') expect(row.from <= at && at < row.to && row.to - row.from <= columns).toBe(true)
        }
        if (!flat) {
          const headings = rows.flatMap((row) => (row.kind === 'actor' ? [row.actorId] : []))
          expect(headings).toEqual(all.map((each) => each.actorId))
        }
      }),
    )
  })

  test('no key leads out of the results, and down then up comes back where rows are full', () => {
    const moves = fc.constantFrom(
      'left',
      'right',
      'up',
      'down',
      'rowStart',
      'rowEnd',
      'first',
      'last',
      'pageUp',
      'pageDown',
    )
    fc.assert(
      fc.property(grouped, fc.nat(), moves, ({ actors: all, columns, flat }, pick, move) => {
        const total = totalOf(all)
        const rows = resultRows(total, flat ? [] : all, columns)
        const from = pick % total
        const to = moveIn(rows, from, move, 2)
        expect(to >= 0 && to < total).toBe(true)
        if (move === 'down' && to !== from && rows[rowOf(rows, to)] !== rows.at(-1))
          expect(rowOf(rows, moveIn(rows, to, 'up', 2))).toBe(rowOf(rows, from))
      }),
    )
  })
})

describe('the filter in force', () => {
  beforeEach(clearFilter)
  const applied = () => useFilter.getState().applied

  test('what is typed counts at once, unless it is wrong or may still become a key', () => {
    typeDraft('generated')
    expect(applied()).toBe('generated')
    typeDraft('generated sty')
    expect(applied()).toBe('generated')
    typeDraft('generated style:bx')
    expect(useFilter.getState()).toMatchObject({ applied: '', told: true, mistake: { from: 16, to: 18 } })
    expect(keepDraft()).toBe(false)
    typeDraft('generated style:')
    expect(useFilter.getState()).toMatchObject({ applied: 'generated', told: false })
    expect(keepDraft()).toBe(false)
    expect(useFilter.getState().told).toBe(true)
    typeDraft('sty')
    expect(applied()).toBe('')
    expect(keepDraft()).toBe(true)
    expect(applied()).toBe('sty')
  })

  test('alternatives that are typed stay together beside the chips', () => {
    addClause('generated')
    typeDraft('blue or red')
    keepDraft()
    expect(applied()).toBe('generated (blue or red)')
    const [, second] = useFilter.getState().clauses
    if (second) editClause(second)
    expect(useFilter.getState()).toMatchObject({ text: 'generated', draft: '(blue or red)' })
  })

  test('a saved filter that is not understood is put into the field', () => {
    applyFilter('style:bw')
    applyFilter('colour:bw')
    expect(useFilter.getState()).toMatchObject({ text: '', draft: 'colour:bw', applied: '' })
  })
})
