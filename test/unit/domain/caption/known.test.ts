import { expect, test } from 'vitest'
import { alike } from '../../../../src/main/domain/caption/alike.ts'
import { sameBesidesCaption } from '../../../../src/main/domain/caption/entry.ts'
import { measuredValues } from '../../../../src/main/domain/caption/measured.ts'
import { promptWithoutIdentity } from '../../../../src/main/domain/caption/prompt-text.ts'

const brightness = { p1: 0, p5: 0.1, p50: 0.5, p95: 0.9, p99: 1 }
const photo = { style: 'photorealistic', form: 'prose' } as const

test('pixels tell a photograph without colours, a dark one and a plain background', () => {
  expect(measuredValues({ monochrome: false, brightness }, photo)).toEqual({})
  expect(measuredValues({ monochrome: true, brightness: { ...brightness, p50: 0.05 } }, photo)).toEqual({
    style: 'a black and white photo',
    light: 'in dim light',
  })
  expect(measuredValues({ monochrome: false, brightness, colours: 'fff'.repeat(16) }, photo)).toEqual({
    background: 'plain background',
  })
})

test('a drawing is called as its style is, however dark its ink', () => {
  const dark = { monochrome: true, brightness: { ...brightness, p50: 0 } }
  expect(measuredValues(dark, { style: 'bw_stylized', form: 'tags' })).toEqual({})
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

test('an entry that differs in its caption alone says the same besides it', () => {
  const issues = ['blur']
  const entry = { filename: 'a.jpg', quality_issues: issues }
  expect(sameBesidesCaption(entry, { ...entry, caption: 'a', caption_by: 'human' })).toBe(true)
  expect(sameBesidesCaption(entry, { ...entry, type: 'bw_stylized' })).toBe(false)
  expect(sameBesidesCaption({ ...entry, flagged: true }, entry)).toBe(false)
})
