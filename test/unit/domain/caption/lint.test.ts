import { expect, test } from 'vitest'
import { lint, type LintedCaption } from '../../../../src/main/domain/caption/lint.ts'

const caption = (text: string, more: Partial<LintedCaption> = {}): LintedCaption => ({
  filename: 'a.jpg',
  text,
  faults: [],
  stale: false,
  style: null,
  clip: 10,
  ...more,
})
const rulesOf = (captions: readonly LintedCaption[], form: 'prose' | 'tags' = 'prose') =>
  lint(captions, { trigger: 'ohwx', classWord: 'woman', form }).map(({ rule }) => rule)

test('a good caption passes', () => {
  expect(rulesOf([caption('a photo of ohwx woman laughing in the rain', { style: 'photorealistic' })])).toEqual([])
})

test.each<[string, LintedCaption]>([
  ['cap-missing', caption('')],
  ['cap-empty', caption('', { faults: ['empty'] })],
  ['cap-bytes', caption('ohwx woman in the rain', { faults: ['bom'] })],
  ['cap-bytes', caption('ohwx woman in the rain', { faults: ['not_utf8'] })],
  ['cap-lines', caption('ohwx woman in the rain', { faults: ['lines'] })],
  ['trigger-missing', caption('an annoyed woman in the rain')],
  ['trigger-misspelt', caption('Ohwx woman in the rain')],
  ['trigger-twice', caption('ohwx woman beside ohwx woman')],
  ['trigger-placeholder', caption('[trigger] in the rain tonight')],
  ['style-unnamed', caption('ohwx woman in the rain', { style: 'bw_stylized' })],
  ['style-contradicts', caption('a photo of ohwx woman, drawing', { style: 'color_stylized' })],
  ['too-short', caption('ohwx woman')],
  ['too-long', caption('ohwx woman in the rain', { clip: 400 })],
  ['refusal', caption('ohwx, I’m sorry, I cannot describe this')],
  ['braces', caption('ohwx woman in the {rain|sun}')],
  ['stale', caption('ohwx woman in the rain', { stale: true })],
])('%s is found', (rule, found) => expect(rulesOf([found])).toContain(rule))

test.each<[string, LintedCaption['style']]>([
  ['ohwx woman before a painting in a gallery', 'photorealistic'],
  ['ohwx woman in a floral print dress, holding a pencil', 'photorealistic'],
  ['ohwx woman, monochrome, art gallery', 'photorealistic'],
  ['a pen and ink drawing of ohwx woman, a photographer with a photo', 'bw_stylized'],
  ['a photorealistic drawing of ohwx woman at sea', 'bw_stylized'],
])('%s: what an image shows is not taken for its medium', (text, style) =>
  expect(rulesOf([caption(text, { style })])).toEqual([]),
)

test.each<[string, LintedCaption['style']]>([
  ['an old engraving of ohwx woman in the rain', 'photorealistic'],
  ['ohwx, black and white drawing, in the rain', 'photorealistic'],
  ['a black and white photograph of ohwx woman', 'bw_stylized'],
  ['ohwx woman in the rain, film still', 'color_stylized'],
])('%s: a medium that the image has not', (text, style) =>
  expect(rulesOf([caption(text, { style })])).toContain('style-contradicts'),
)

test('the medium and the framing of a whole set are not its identity', () => {
  const captions = ['rain', 'snow', 'mist', 'wind', 'storm'].map((place, i) =>
    caption(`an engraving of ohwx woman, head and shoulders, ${place}`, { filename: `${i}.jpg` }),
  )
  expect(rulesOf(captions)).not.toContain('identity-leak')
})

test('CLIP’s 75 tokens bind tags, T5’s 512 sentences', () => {
  expect(rulesOf([caption('ohwx woman in the rain', { clip: 80 })], 'tags')).toContain('too-long')
  expect(rulesOf([caption('ohwx woman in the rain', { clip: 80 })])).not.toContain('too-long')
})

test('a phrase in four of five captions is named, with the reason; one that varies is not', () => {
  const where = ['in the rain', 'on a bench', 'at sea', 'by a fire', 'in snow']
  const captions = where.map((place, i) => caption(`ohwx woman with long red hair ${place}`, { filename: `${i}.jpg` }))
  const found = lint(captions, { trigger: 'ohwx', classWord: 'woman', form: 'prose' })
  const leaks = found.filter(({ rule }) => rule === 'identity-leak')
  expect(leaks.map(({ why }) => why.slice(0, 40))).toEqual([expect.stringContaining('“long red hair” is in 5 of 5')])
  expect(leaks[0]?.filenames).toHaveLength(5)
  expect(leaks[0]?.fix).toMatchObject({ kind: 'replace', find: 'long red hair' })
})

test('equal captions are told', () => {
  expect(
    rulesOf([caption('ohwx woman in the rain'), caption('ohwx woman in the rain', { filename: 'b.jpg' })]),
  ).toContain('same-text')
})
