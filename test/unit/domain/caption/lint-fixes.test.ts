import { describe, expect, test } from 'vitest'
import { type CaptionChange, changed } from '../../../../src/main/domain/caption/change.ts'
import { lint, type LintedCaption } from '../../../../src/main/domain/caption/lint.ts'
import { withMedium } from '../../../../src/main/domain/caption/medium.ts'
import { shortened } from '../../../../src/main/domain/caption/shorten.ts'
import { misspeltTrigger, withTrigger } from '../../../../src/main/domain/caption/trigger.ts'

const CONTEXT = { trigger: 'ohwx', classWord: 'woman', form: 'prose' } as const
const of = (n: number, text: string, more: Partial<LintedCaption> = {}): LintedCaption => ({
  filename: `a_${n}.jpg`,
  text,
  faults: [],
  stale: false,
  style: 'photorealistic',
  clip: 20,
  ...more,
})
const good = (n: number): LintedCaption =>
  of(n, `a photo of ohwx woman ${['by a lake', 'in a car', 'under trees', 'at work', 'on a bench', 'reading'][n]}`)
const many = Array.from({ length: 90 }, (_, n) => `red thing ${n}`).join(', ')
const known = (n: number) => ({ style: 'a photo', trigger: 'ohwx', framing: ['close-up', 'full body'][n % 2] ?? '' })

/** A caption for each lint rule, with a pattern for its fixed text. */
const KINDS: readonly (readonly [rule: string, captions: readonly LintedCaption[], fixed: RegExp | null])[] = [
  ['cap-missing', [of(0, '')], null],
  ['cap-empty', [of(0, '', { faults: ['empty'] })], null],
  ['cap-bytes', [of(0, 'a photo of ohwx woman by a lake', { faults: ['bom'] })], /^a photo of ohwx woman by a lake$/],
  ['cap-bytes', [of(0, 'a photo of ohwx woman in a café', { faults: ['not_utf8'] })], /café$/],
  [
    'cap-lines',
    [of(0, 'a photo of ohwx woman\nby a lake', { faults: ['lines'] })],
    /^a photo of ohwx woman by a lake$/,
  ],
  ['trigger-missing', [of(0, 'a photo of a woman by a lake')], /^ohwx, a photo/],
  ['trigger-misspelt', [of(0, 'a photo of Ohwx woman by a lake')], /^a photo of ohwx woman by a lake$/],
  ['trigger-misspelt', [of(0, 'a photo of ohwxx woman by a lake')], /^a photo of ohwx woman by a lake$/],
  [
    'style-contradicts',
    [of(0, 'A photo of ohwx woman by a lake', { style: 'bw_stylized' })],
    /^A black and white drawing of ohwx/,
  ],
  [
    'style-unnamed',
    [of(0, 'ohwx woman by a large lake', { style: 'bw_stylized' })],
    /^a black and white drawing, ohwx woman/,
  ],
  ['too-long', [of(0, `ohwx, photo, ${many}`, { clip: 300 })], /^ohwx, photo, red thing 0.*\d$/],
  ['refusal', [of(0, 'I’m sorry, I can’t help with this ohwx photo')], null],
  [
    'same-text',
    [of(0, 'a photo of ohwx woman by a lake'), of(1, 'a photo of ohwx woman by a lake')],
    /by a lake, (close-up|full body)$/,
  ],
  [
    'identity-leak',
    [0, 1, 2, 3, 4].map((n) => of(n, `${good(n).text}, green eyes`)),
    /^a photo of ohwx woman (?!.*green eyes)/,
  ],
]

describe.each(KINDS)('%s', (rule, captions, fixed) => {
  const fix = lint(captions, CONTEXT).find((each) => each.rule === rule)?.fix ?? null
  test('is found and has a fix for all in one step, after which it is gone', () => {
    expect(fix).not.toBeNull()
    // Operations write a new caption from the image's attributes.
    if (fixed === null) return expect(fix).toEqual({ kind: 'template', template: '' } satisfies CaptionChange)
    const after = captions.map((caption, n) => {
      const style = caption.style === 'bw_stylized' ? 'a black and white drawing' : 'a photo'
      const text = fix === null ? '' : changed(caption.text, fix, { ...known(n), style })
      return { ...caption, text, faults: [], clip: rule === 'too-long' ? 70 : caption.clip }
    })
    for (const { text } of after) expect(text).toMatch(fixed)
    expect(lint(after, CONTEXT).map((each) => each.rule)).not.toContain(rule)
  })
})

test('a good set has no findings', () => {
  expect(lint([0, 1, 2, 3, 4, 5].map(good), CONTEXT)).toEqual([])
})

test('only what was meant to be the trigger word counts as misspelt', () => {
  expect(misspeltTrigger('a photo of OHWX woman', 'ohwx')).toBe('OHWX')
  expect(misspeltTrigger('a photo of owhx woman', 'ohwx')).toBe('owhx')
  expect(misspeltTrigger('a photo of ohwx and ohw', 'ohwx')).toBeNull()
  expect(misspeltTrigger('a photo of a box', 'fox')).toBeNull()
  expect(misspeltTrigger('a photo of an oxen', 'ohwx')).toBeNull()
  expect(withTrigger('ohw woman smiling', 'ohwx')).toBe('ohwx woman smiling')
  expect(withTrigger('a photo of [trigger]', 'x$&y')).toBe('a photo of x$&y')
})

test('a medium is named in the form of the caption', () => {
  expect(withMedium('ohwx, woman, photo, red hat', 'black and white drawing', 'ohwx')).toBe(
    'ohwx, black and white drawing, woman, red hat',
  )
  expect(withMedium('A detailed pencil drawing of ohwx woman', 'a photo', 'ohwx')).toBe('A photo of ohwx woman')
  expect(withMedium('A photorealistic drawing of ohwx woman', 'a black and white drawing', 'ohwx')).toBe(
    'A black and white drawing of ohwx woman',
  )
  expect(withMedium('', 'a photo', 'ohwx')).toBe('')
})

test('what does not fit is cut at tags, sentences or words', () => {
  expect(shortened('red hat, blue coat, cup', 4)).toBe('red hat')
  expect(shortened('A red hat. A blue coat on a chair.', 6)).toBe('A red hat.')
  expect(shortened('one two three four five', 3)).toBe('one two three')
  expect(shortened('short', 75)).toBe('short')
})
