import { expect, test } from 'vitest'
import { strings } from '../../../../../src/renderer/src/base/strings/index.ts'
import { nothingAsked } from '../../../../../src/renderer/src/model/work/nothing-asked.ts'

const settled = { scoped: false, planned: true, running: false, allBalanced: true }

test('only a library whose actors are all balanced is called so', () => {
  expect(nothingAsked(settled)).toBe('All actors are balanced. Nothing to do.')
  expect(nothingAsked({ ...settled, allBalanced: false })).toBe(
    'Nothing to remove or generate. Some actors still need a review.',
  )
  expect(nothingAsked({ ...settled, planned: false })).toBe('No plans yet')
})

test('while a run carries the plans out, that is why there are none', () => {
  for (const scoped of [false, true])
    expect(nothingAsked({ ...settled, scoped, running: true, allBalanced: false })).toBe(
      'A run is in progress. Make plans when it has finished.',
    )
})

test('a run that costs nothing shows one price', () => {
  expect(strings.runs.cost(0, 0)).toBe('$0.00')
  expect(strings.runs.cost(0.04, 0.2)).toBe('$0.04 of $0.20')
})
