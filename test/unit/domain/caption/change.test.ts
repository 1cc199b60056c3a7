import { expect, test } from 'vitest'
import { type CaptionChange, changed, patternOf, tidy } from '../../../../src/main/domain/caption/change.ts'
import { isTags } from '../../../../src/main/domain/caption/pieces.ts'

const cases: readonly (readonly [string, CaptionChange, string])[] = [
  ['a cat', { kind: 'set', text: ' a\n dog ' }, 'a dog'],
  ['a cat', { kind: 'prefix', text: 'photo of' }, 'photo of a cat'],
  ['photo of a cat', { kind: 'prefix', text: 'photo of' }, 'photo of a cat'],
  ['a cat', { kind: 'suffix', text: ', soft light' }, 'a cat, soft light'],
  ['a cat', { kind: 'trigger', trigger: 'ohwx' }, 'ohwx, a cat'],
  ['[trigger], a cat', { kind: 'trigger', trigger: 'ohwx' }, 'ohwx, a cat'],
  ['ohwx cat', { kind: 'trigger', trigger: 'ohwx' }, 'ohwx cat'],
  ['', { kind: 'trigger', trigger: 'ohwx' }, ''],
  [
    'a red cat, red eyes',
    { kind: 'replace', find: 'red', by: 'blue', regex: false, ignoreCase: false },
    'a blue cat, blue eyes',
  ],
  ['cost $1', { kind: 'replace', find: '$1', by: '$&', regex: false, ignoreCase: false }, 'cost $&'],
  ['cat 12', { kind: 'replace', find: String.raw`(\w+) (\d+)`, by: '$2 $1', regex: true, ignoreCase: false }, '12 cat'],
  [
    'a cat, green hair, outside',
    { kind: 'replace', find: 'green hair', by: '', regex: false, ignoreCase: true },
    'a cat, outside',
  ],
  ['cat, red eyes, grass, sun', { kind: 'remove', text: 'eyes' }, 'cat, grass, sun'],
  ['cat, Red  Eyes, red, sun', { kind: 'removeTags', tags: ['red eyes'] }, 'cat, red, sun'],
  ['A cat, with red eyes. It sleeps.', { kind: 'removeTags', tags: ['cat'] }, 'A cat, with red eyes. It sleeps.'],
  ['A cat sleeps. It has red eyes. Sun shines.', { kind: 'remove', text: 'red eyes' }, 'A cat sleeps. Sun shines.'],
  ['cat, grass, Cat, sun', { kind: 'dedupe' }, 'cat, grass, sun'],
  ['cat,grass,sun', { kind: 'dedupe' }, 'cat,grass,sun'],
  ['Shot at f/1.8 with a hat. It rains.', { kind: 'remove', text: 'hat' }, 'It rains.'],
  ['cat,grass,sun', { kind: 'remove', text: 'rain' }, 'cat,grass,sun'],
  ['cat, grass, sun', { kind: 'prefix', text: 'ohwx' }, 'ohwx, cat, grass, sun'],
  ['cat, grass, sun', { kind: 'suffix', text: 'soft light' }, 'cat, grass, sun, soft light'],
  [
    'A cat asleep in the sun, at noon, by a wall',
    { kind: 'shuffle', seed: 3, keep: 1 },
    'A cat asleep in the sun, at noon, by a wall',
  ],
  [
    'a cat in a cathedral',
    { kind: 'replace', find: 'cat', by: 'dog', regex: false, ignoreCase: false, words: true },
    'a dog in a cathedral',
  ],
  ['cat, Grass, sun', { kind: 'renameTag', tag: 'grass', by: 'sun' }, 'cat, sun'],
  ['cat, grass, sun', { kind: 'renameTag', tag: 'grass', by: 'lawn' }, 'cat, lawn, sun'],
  ['a cat', { kind: 'clear' }, ''],
  ['\uFEFFa  cat\nasleep', { kind: 'tidy' }, 'a cat asleep'],
  [
    'old',
    { kind: 'template', template: '{style} of {trigger} {class}, {framing}, {caption}' },
    'a photo of ohwx woman, old',
  ],
]

test.each(cases)('%j: %j', (before, change, after) => {
  expect(changed(before, change, { trigger: 'ohwx', class: 'woman', style: 'a photo' })).toBe(after)
})

test('a shuffle keeps the first tag and every other, the same way each time', () => {
  const shuffle: CaptionChange = { kind: 'shuffle', seed: 3, keep: 1 }
  const once = changed('ohwx, a, b, c, d, e', shuffle, {})
  expect(once).toBe(changed('ohwx, a, b, c, d, e', shuffle, {}))
  expect(once.startsWith('ohwx, ')).toBe(true)
  expect(new Set(once.split(', '))).toEqual(new Set(['ohwx', 'a', 'b', 'c', 'd', 'e']))
})

test('tags are told from sentences, and patterns from nonsense', () => {
  expect(isTags('1girl, red hair, smile')).toBe(true)
  expect(isTags('A woman stands in the rain, smiling at somebody far away, at night.')).toBe(false)
  expect(patternOf({ kind: 'replace', find: '(', by: '', regex: true, ignoreCase: false })).toBeNull()
})

test('tens of thousands of blanks or commas in a caption are tidied at once', () => {
  for (const run of [' ', '\u00A0', ', ', ' ,', '\u3000,\t'])
    expect(tidy(`a photo${run.repeat(100_000)}x`)).toMatch(/^a photo[ ,]{1,2}x$/)
})
