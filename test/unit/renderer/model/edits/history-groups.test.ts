import { expect, test } from 'vitest'
import type { HistoryEntryView } from '../../../../../src/main/contract/views.ts'
import { actorsIn, grouped } from '../../../../../src/renderer/src/model/edits/history-groups.ts'

const entry = (id: string, cullingId: string | null, actorId = 'alice'): HistoryEntryView => ({
  id,
  kind: 'label',
  name: id,
  at: '2026-01-01T00:00:00.000Z',
  actorIds: [actorId],
  undone: false,
  cullingId,
  running: false,
})

test('the decisions of one culling sitting are one group, as long as nothing lies between them', () => {
  const groups = grouped([
    entry('6', 'b'),
    entry('5', 'a', 'bob'),
    entry('4', 'a'),
    entry('3', null),
    entry('2', null),
    entry('1', 'a'),
  ])
  expect(groups.map((group) => group.map(({ id }) => id))).toEqual([['6'], ['5', '4'], ['3'], ['2'], ['1']])
  expect(groups[1] && actorsIn(groups[1])).toEqual(['bob', 'alice'])
})
