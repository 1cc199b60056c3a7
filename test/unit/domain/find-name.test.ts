import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestNamed, findName, nameFit, partOfEvery, soughtName } from '../../../src/main/domain/find-name.ts'

const images = ['ann_17.jpg', 'ann_7.jpg', 'bob_70.jpg', 'portrait.png', 'bob_7.jpg'].map((filename) => ({
  imageId: filename,
  filename,
}))

test('a number means the file of that number, letters the name that begins so, then the one that holds it', () => {
  const found = (typed: string) => findName(images, typed)
  expect(found('7')).toBe('ann_7.jpg')
  expect(found('007')).toBe('ann_7.jpg')
  expect(found('1')).toBe('ann_17.jpg')
  expect(found('bob')).toBe('bob_70.jpg')
  expect(found('TRAIT')).toBe('portrait.png')
  expect(found('ann_7')).toBe('ann_7.jpg')
  expect(found('8')).toBeNull()
  expect(found(' ')).toBeNull()
  const best = bestNamed('7')
  for (const one of images) best.see([one])
  expect([...best.ids()]).toEqual(['ann_7.jpg', 'bob_7.jpg'])
})

test('every name that fits holds the part that is looked for first', () => {
  const piece = fc.constantFrom('0', '7', '00', 'a', 'A', '_', '12', '.')
  const words = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(words, words, (name, typed) => {
      const filename = `${name}.jpg`
      const sought = soughtName(typed)
      if (nameFit(filename, sought) !== null) expect(filename.toLowerCase()).toContain(partOfEvery(sought))
    }),
    { numRuns: 500 },
  )
})
