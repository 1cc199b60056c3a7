import { expect, test } from 'vitest'
import { movedTag, tagCounts, tagsBeside } from '../../../../src/main/domain/caption/tags.ts'

const CAPTIONS = [
  'ohwx, woman, red hat, rain',
  'ohwx, woman, Red  hat',
  'ohwx, woman, rain, rain',
  'a photo of ohwx woman, in the rain. She laughs.',
]

test('tags are counted once a caption, whatever their case, and sentences have none', () => {
  expect(tagCounts(CAPTIONS)).toEqual([
    { tag: 'ohwx', count: 3 },
    { tag: 'woman', count: 3 },
    { tag: 'rain', count: 2 },
    { tag: 'red hat', count: 2 },
  ])
})

test('what stands beside a tag', () => {
  expect(tagsBeside(CAPTIONS, 'RED hat')).toEqual([
    { tag: 'ohwx', count: 2 },
    { tag: 'woman', count: 2 },
    { tag: 'rain', count: 1 },
  ])
})

test('a tag moves, and nowhere beyond the ends', () => {
  expect(movedTag(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(movedTag(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(movedTag(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
})
