import { expect, test } from 'vitest'
import { createClipCounter } from '../../../src/main/captioning/clip-tokens.ts'

const counter = createClipCounter()

test.each([
  ['', 0],
  ['ohwx', 1],
  ['a photo of a cat', 5],
  ['ohwx woman, smiling', 4],
  ['constructor', 2],
  ['A  PHOTO\nof a cat', 5],
])('%j has %i tokens', (text, tokens) => expect(counter.count(text)).toBe(tokens))

test('letters beyond ASCII count by their bytes, none is lost', () => {
  for (const text of ['é', '日本', '🐈', 'مرحبا', '“quoted”']) expect(counter.count(text), text).toBeGreaterThan(0)
  expect(counter.count('日本')).toBeLessThanOrEqual(6)
})
