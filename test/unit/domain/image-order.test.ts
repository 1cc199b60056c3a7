import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LONGEST_CHAIN, similarOrder, type Sortable, sortImages } from '../../../src/main/domain/image-order.ts'
import { mergeSorted } from '../../../src/main/domain/merge-sorted.ts'

const sortable = (given: Partial<Sortable>): Sortable => ({
  decidedBy: 'evaluator',
  unsure: false,
  verdict: 'keep',
  confidence: 0.9,
  quality: 0.5,
  dateMs: 0,
  hashes: null,
  face: null,
  ...given,
})

test('what needs an eye most comes first', () => {
  const asked = [
    { name: 'decided', decidedBy: 'human' },
    { name: 'rejected', verdict: 'reject' },
    { name: 'good', confidence: 0.99 },
    { name: 'less sure', confidence: 0.8 },
    { name: 'has a problem', verdict: 'review' },
    { name: 'nobody looked', verdict: null, decidedBy: null, confidence: null },
    { name: 'a guess', unsure: true, confidence: 0.6 },
  ] as const
  const images = asked.map(({ name, ...given }) => ({ name, ...sortable(given) }))
  expect(sortImages(images, { by: 'doubt', descending: false }).map((image) => image.name)).toEqual([
    'a guess',
    'nobody looked',
    'has a problem',
    'less sure',
    'good',
    'rejected',
    'decided',
  ])
})

test('what was not measured is last, in both directions; equals keep their order', () => {
  const images = [null, 0.2, 0.8, null, 0.2].map((quality, at) => ({ at, ...sortable({ quality }) }))
  const order = (descending: boolean) => sortImages(images, { by: 'quality', descending }).map((image) => image.at)
  expect(order(true)).toEqual([2, 1, 4, 0, 3])
  expect(order(false)).toEqual([1, 4, 2, 0, 3])
})

test('what looks alike lies side by side', () => {
  expect(similarOrder(['0000', null, 'ffff', '0001', 'fff7', '0003'])).toEqual([0, 3, 5, 4, 2, 1])
})

test('an order by likeness holds everything once, also beyond the longest chain', () => {
  const hashes = fc.option(fc.constantFrom('00', '0f', 'f0', 'ff', '03'), { nil: null })
  fc.assert(
    fc.property(fc.array(hashes, { maxLength: LONGEST_CHAIN + 20, size: 'max' }), (all) => {
      expect(similarOrder(all).toSorted((a, b) => a - b)).toEqual(all.map((_, index) => index))
    }),
    { numRuns: 20 },
  )
})

test('merging sorted lists sorts them, and equals stay in order', () => {
  const lists = fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 6 }), { maxLength: 7 })
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 4 }), (all, stride) => {
      let next = 0
      const items = all.map((list) => list.toSorted((a, b) => a - b).map((value) => ({ value, place: next++ })))
      const steps = mergeSorted(items, (a, b) => a.value - b.value, stride)
      let step = steps.next()
      while (!step.done) step = steps.next()
      expect(step.value).toEqual(items.flat().toSorted((a, b) => a.value - b.value || a.place - b.place))
    }),
  )
})
