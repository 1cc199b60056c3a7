import { expect, test } from 'vitest'
import { batchesOf } from '../../../src/main/kit/batches-of.ts'

test('items are put into batches in their order, the last one with what is left', () => {
  expect(batchesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(batchesOf([], 2)).toEqual([])
})
