import { describe, expect, it } from 'vitest'
import type { ActorView } from '../../../src/main/contract/views.ts'
import type { GapEstimate } from '../../../src/main/domain/gap-estimate.ts'
import {
  csvCells,
  csvNames,
  ACTOR_COLUMNS,
  type ActorColumn,
  type ActorRow,
  actorRow,
  isGapKnown,
  sortRows,
} from '../../../src/main/contract/actor-columns.ts'
import { anActor } from '../../support/views.ts'

const row = (
  actorId: string,
  given: Partial<ActorView> = {},
  gapEstimate: GapEstimate = { kind: 'closed' },
): ActorRow => ({
  actor: anActor({ actorId, ...given }),
  gapEstimate,
})
const plan = (costUsd: number): GapEstimate => ({ kind: 'plan', costUsd, seconds: 1, short: 0 })
const names = (rows: readonly ActorRow[], column: ActorColumn, descending: boolean) =>
  sortRows(rows, { column, descending }).map(({ actor }) => actor.actorId)

describe('the table of all actors', () => {
  it('sorts names as people do', () => {
    expect(names([row('a_10'), row('a_9'), row('B')], 'actor', false)).toEqual(['a_9', 'a_10', 'B'])
    expect(names([row('a_10'), row('a_9')], 'actor', true)).toEqual(['a_10', 'a_9'])
  })

  it('sorts numbers either way, equal ones by name, and what is not known last in both', () => {
    const rows = [
      row('c', {}, { kind: 'unassessed' }),
      row('b', {}, plan(2)),
      row('d', {}, plan(2)),
      row('a', {}, { kind: 'estimate', costUsd: null, seconds: 0 }),
      row('e', {}, plan(0.5)),
    ]
    expect(names(rows, 'cost', true)).toEqual(['b', 'd', 'e', 'a', 'c'])
    expect(names(rows, 'cost', false)).toEqual(['e', 'b', 'd', 'a', 'c'])
  })

  it('takes a set that nobody has assessed for unknown, not for complete', () => {
    const rows = [row('new', { state: 'unassessed', unassessed: 4, deficit: 20 }), row('done', { deficit: 1 })]
    expect(names(rows, 'deficit', true)).toEqual(['done', 'new'])
    expect(csvCells(rows[0] ?? row('x'), 'deficit')).toEqual([null])
  })

  it('sorts a style by how far it is from its own target', () => {
    const counts = (photorealistic: number) => ({ photorealistic, bw_stylized: 0, color_stylized: 0, unclassified: 0 })
    const small = { target: { photorealistic: 4, bw_stylized: 0, color_stylized: 0 } }
    const rows = [row('far', { counts: counts(6) }), row('near', { ...small, counts: counts(4) })]
    expect(names(rows, 'photorealistic', false)).toEqual(['far', 'near'])
  })

  it('has a cell for every name that it gives its fields', () => {
    for (const column of ACTOR_COLUMNS) {
      expect(csvCells(row('a', {}, plan(1)), column)).toHaveLength(csvNames(column).length)
    }
    expect(csvCells(row('a', {}, plan(1.25)), 'cost')).toEqual([1.25, 'plan'])
  })
})

it('what is missing is not known of a set whose files are not read, or which is not assessed', () => {
  const link = { reason: 'link', count: 5, sentence: '5 images are links and are not read.' } as const
  expect(isGapKnown(anActor({ state: 'unbalanced', skipped: [link] }))).toBe(false)
  expect(isGapKnown(anActor({ state: 'unbalanced', skipped: [{ ...link, reason: 'system' }] }))).toBe(true)
  expect(isGapKnown(anActor({ state: 'unbalanced', images: 3, skipped: [link] }))).toBe(true)
  expect(isGapKnown(anActor({ state: 'unassessed' }))).toBe(false)
  expect(isGapKnown(anActor({ state: 'failed' }))).toBe(false)
  expect(isGapKnown(anActor({ state: 'running', images: 3, unassessed: 1 }))).toBe(false)
})

it('what is extra leaves out what is rejected: that has a column of its own', () => {
  const row = actorRow(anActor({ extra: 13, surplus: 15, rejected: 2 }), null, {
    priceUsd: null,
    secondsPerImage: 1,
    atOnce: 1,
  })
  expect(csvCells(row, 'surplus')).toEqual([13])
})
