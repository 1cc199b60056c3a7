import { expect, test } from 'vitest'
import { parseFilter } from '../../../../../src/main/domain/filter/parse.ts'
import { matcherOf } from '../../../../../src/main/domain/filter/match.ts'
import { REVIEW_FILTER } from '../../../../../src/renderer/src/model/culling/review-filter.ts'
import { image } from '../../images.ts'

const parsed = parseFilter(REVIEW_FILTER)
const waits = parsed.ok ? matcherOf(parsed.filter) : null

test('what waits for a person was assessed and left in doubt, and nobody has decided it since; left unsure by one, it still waits', () => {
  const found = (changes: Parameters<typeof image>[1]) => waits?.(image('a', changes))
  expect(found({ lane: 'unsorted', unsure: true, verdict: 'keep', decidedBy: 'evaluator' })).toBe(true)
  expect(found({ verdict: 'review', decidedBy: 'evaluator' })).toBe(true)
  expect(found({ verdict: 'keep', decidedBy: 'evaluator' })).toBe(false)
  expect(found({ verdict: 'review', decidedBy: 'human' })).toBe(false)
  expect(found({ lane: 'unsorted', unsure: true, verdict: 'keep', decidedBy: 'human' })).toBe(true)
  expect(found({ lane: 'rejected', unsure: true, verdict: 'reject', decidedBy: 'human' })).toBe(false)
  expect(found({ lane: 'unsorted', style: null, verdict: null, decidedBy: null })).toBe(false)
})
