import { expect, test } from 'vitest'
import { subtitle } from '../../../../../src/renderer/src/model/library/subtitle.ts'
import { anActor } from '../../../../support/views.ts'

test('what is left of a set is said once', () => {
  const left = [
    { what: 'rejected', count: 2 },
    { what: 'near_duplicate', count: 6 },
  ] as const
  expect(subtitle(anActor({ images: 12, rejected: 2, left: [...left] }))).toBe(
    '12 images · 2 rejected · 6 near-duplicates',
  )
})
