import { expect, test } from 'vitest'
import { createClipTokens } from '../../../src/main/captioning/clip-tokens.ts'

const tokens = createClipTokens()
const count = (text: string) => tokens(text).length

test.each([
  ['', 0],
  ['ohwx', 1],
  ['a photo of a cat', 5],
  ['ohwx woman, smiling', 4],
  ['constructor', 2],
  ['A  PHOTO\nof a cat', 5],
])('%j has %i tokens', (text, expected) => expect(count(text)).toBe(expected))

test('letters beyond ASCII count by their bytes, none is lost', () => {
  for (const text of ['é', '日本', '🐈', 'مرحبا', '“quoted”']) expect(count(text), text).toBeGreaterThan(0)
  expect(count('日本')).toBeLessThanOrEqual(6)
})

test('the numbers are those that CLIP was trained with', () => {
  expect(tokens('a photo of a cat')).toEqual([320, 1125, 539, 320, 2368])
})
