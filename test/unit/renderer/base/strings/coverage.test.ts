import { expect, test } from 'vitest'
import { strings } from '../../../../../src/renderer/src/base/strings/index.ts'

const { coverage } = strings.vision

test('what a set lacks, and what all of it shares, as a sentence', () => {
  expect(coverage(['profile', 'low', 'high', 'full_body'], ['red scarf'], 4)).toBe(
    'No profile, no full body, eye level only, “red scarf” in nearly every caption.',
  )
  expect(coverage(['low'], [], 4)).toBe('No low angle.')
  expect(coverage([], [], 4)).toBe('')
})
