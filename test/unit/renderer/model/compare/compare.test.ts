import { describe, expect, it } from 'vitest'
import {
  type Answer,
  bestOf,
  type Group,
  keyOf,
  losersOf,
  nextUnanswered,
  ofKind,
} from '../../../../../src/renderer/src/model/compare/groups.ts'

const group = (imageIds: readonly string[], changes: Partial<Group> = {}): Group => ({
  actorId: 'alice',
  kind: 'copies',
  imageIds: [...imageIds],
  why: ['pixels'],
  keptIds: [],
  settled: false,
  ...changes,
})

describe('a group of duplicates', () => {
  it('keeps the rule’s pick until the user picks another one', () => {
    const one = group(['a', 'b', 'c'])
    expect(bestOf(one, new Map())).toBe('a')
    expect(losersOf(one, 'a')).toEqual(['b', 'c'])
    const picks = new Map([[keyOf(one), 'c']])
    expect(bestOf(one, picks)).toBe('c')
    expect(losersOf(one, bestOf(one, picks))).toEqual(['a', 'b'])
  })

  it('never loses what a person kept before, whichever is picked', () => {
    expect(losersOf(group(['a', 'b', 'c'], { keptIds: ['a'] }), 'b')).toEqual(['c'])
  })

  it('is known by its members, in whatever order they are ranked', () => {
    expect(keyOf(group(['b', 'a']))).toBe(keyOf(group(['a', 'b'])))
  })
})

describe('walking through groups', () => {
  const groups = [group(['a', 'b']), group(['c', 'd'], { kind: 'variants' }), group(['e', 'f'])]
  const answered = (...at: readonly number[]) =>
    new Map(at.map((each): [string, Answer] => [keyOf(groups[each] ?? group([])), 'best']))

  it('goes on to the next without an answer, then to those that were passed over', () => {
    expect(nextUnanswered(groups, answered(0), 0)).toBe(1)
    expect(nextUnanswered(groups, answered(1, 2), 2)).toBe(0)
    expect(nextUnanswered(groups, answered(0, 1, 2), 2)).toBe(2)
  })

  it('shows copies and variants apart', () => {
    expect(ofKind(groups, 'all')).toHaveLength(3)
    expect(ofKind(groups, 'variants')).toEqual([groups[1]])
  })
})
