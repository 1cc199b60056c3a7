import { expect, test } from 'vitest'
import { varietyOfActor } from '../../../../src/main/operations/assess/advice.ts'
import { editingContext } from '../../../support/editing-context.ts'
import { pictures } from '../../../support/opened-context.ts'

test('parts of a picture, and pictures derived from it, count as from one', async () => {
  const { context, idOf } = await editingContext(pictures(['photo 1', 'photo 2', 'photo 3', 'photo 4']))
  const { images } = context.catalog
  expect((await varietyOfActor(context, 'bo')).fromOne).toBe(1)
  const part = { key: 'near_duplicate', verdict: 'review', detail: 'cut out', duplicateOf: 'bo_1.jpg' } as const
  images.setAssessment(Number(idOf('bo_2.jpg')), {
    evaluator: 'local@test',
    guess: { style: 'photorealistic', confidence: 1, unsure: false },
    issues: [part],
    verdict: 'review',
    group: null,
    quality: 0.5,
  })
  images.setEntry('bo', { filename: 'bo_3.jpg', derived_from: 'bo_1.jpg' })
  expect((await varietyOfActor(context, 'bo')).fromOne).toBe(3)
  // Derived from the part, so it shows the same picture.
  images.setEntry('bo', { filename: 'bo_4.jpg', derived_from: 'bo_2.jpg' })
  expect(await varietyOfActor(context, 'bo')).toMatchObject({ origins: 1, fromOne: 4 })
  // A manifest of another tool may contain a cycle.
  images.setEntry('bo', { filename: 'bo_3.jpg', derived_from: 'bo_4.jpg' })
  images.setEntry('bo', { filename: 'bo_4.jpg', derived_from: 'bo_3.jpg' })
  expect((await varietyOfActor(context, 'bo')).images).toBe(4)
})
