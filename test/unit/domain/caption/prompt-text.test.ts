import { expect, test } from 'vitest'
import { alike } from '../../../../src/main/domain/caption/alike.ts'
import { promptWithoutIdentity } from '../../../../src/main/domain/caption/prompt-text.ts'
import { stylePhrase } from '../../../../src/main/domain/caption/template.ts'

test('a photograph without colours is called so, and a drawing as its style is', () => {
  expect(stylePhrase('photorealistic', 'prose', true)).toBe('a black and white photo')
  expect(stylePhrase('photorealistic', 'prose', false)).toBe('a photo')
  expect(stylePhrase('unsorted', 'tags', true)).toBe('black and white picture')
  expect(stylePhrase('color_stylized', 'prose', true)).toBe('a colour illustration')
})

test.each([
  [
    'A portrait photo of a young man, sitting in a café, soft evening light',
    'a young man',
    'sitting in a café, soft evening light',
  ],
  [
    'Turn this into a watercolour. Keep his face and hair. Standing on a bridge at dawn',
    '',
    'Standing on a bridge at dawn',
  ],
  [
    'masterpiece, best quality, 1girl, (blue eyes:1.2), running through rain <lora:x:0.8>',
    '',
    '1girl, running through rain',
  ],
  ['16 year old boy of european descent', '', ''],
  ['', '', ''],
])('%j says %j besides the identity', (prompt, subject, rest) => {
  expect(promptWithoutIdentity(prompt, subject)).toBe(rest)
})

test('captions that differ in case alone are alike', () => {
  expect(alike([{ text: 'A photo' }, { text: 'a photo' }, { text: 'a drawing' }])).toHaveLength(2)
})
