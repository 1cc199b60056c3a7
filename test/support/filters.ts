import fc from 'fast-check'
import { ISSUE_KEYS } from '../../src/main/domain/issue-kinds.ts'
import { CHOICES, FLAGS, type Filterable, NUMBERS, TEXTS } from '../../src/main/domain/filter/fields.ts'
import type { Bound, Filter, Pattern } from '../../src/main/domain/filter/filter.ts'
import { STYLES } from '../../src/main/domain/style.ts'

const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2026, 0, 1)

/**
 * Short texts of few letters, so that matches are likely. They include capitals, characters of patterns, and letters that fold only in
 * Unicode.
 */
const texts = fc.string({
  unit: fc.constantFrom('a', 'B', 'b', '7', '_', '%', ' ', '.', '-', '*', '?', 'É', 'é', 'e\u0301', '"', '\\', '('),
  minLength: 1,
  maxLength: 4,
})
const globs = fc
  .string({
    unit: fc.constantFrom('a', 'b', 'B', '7', '_', '%', '.', '*', '?', 'é', '\\', '-', '+'),
    minLength: 1,
    maxLength: 5,
  })
  .filter((text) => /[*?]/.test(text) && !text.startsWith('-'))

const patterns: fc.Arbitrary<Pattern> = fc.oneof(
  texts.map((text) => ({ text, glob: false })),
  globs.map((text) => ({ text, glob: true })),
)

const values = (field: keyof typeof NUMBERS): fc.Arbitrary<number> => {
  switch (NUMBERS[field]) {
    case 'share':
      return fc.integer({ min: 0, max: 20 }).map((n) => n / 20)
    case 'count':
      return fc.integer({ min: 0, max: 4 })
    case 'px':
      return fc.integer({ min: 1, max: 8 }).map((n) => n * 128)
    case 'bytes':
      return fc.integer({ min: 0, max: 40 }).map((n) => n * 50_000)
    case 'day':
      return fc.integer({ min: 0, max: 40 }).map((n) => FIRST_DAY + n * DAY_MS)
  }
}

/** The ranges that can be written: an interval of days is half-open, and any other is closed. */
const numbers = fc.constantFrom(...Object.keys(NUMBERS)).chain((name) => {
  const field = Object.keys(NUMBERS).find((each): each is keyof typeof NUMBERS => each === name) ?? 'conf'
  const one = values(field)
  const make = (min: Bound | null, max: Bound | null): Filter => ({ kind: 'number', field, min, max })
  if (field === 'date') {
    return fc.oneof(
      one.map((value) => make({ value, open: false }, null)),
      one.map((value) => make(null, { value, open: true })),
      fc
        .tuple(one, fc.integer({ min: 1, max: 9 }))
        .map(([value, days]) => make({ value, open: false }, { value: value + days * DAY_MS, open: true })),
    )
  }
  return fc.oneof(
    fc.tuple(one, fc.boolean()).map(([value, open]) => make({ value, open }, null)),
    fc.tuple(one, fc.boolean()).map(([value, open]) => make(null, { value, open })),
    fc.tuple(one, one).map(([a, b]) => make({ value: a, open: false }, { value: b, open: false })),
  )
})

const choices = fc
  .constantFrom('style' as const, 'lane' as const, 'verdict' as const, 'by' as const, 'issue' as const)
  .chain((field) =>
    fc.constantFrom(...Object.keys(CHOICES[field])).map((choice): Filter => ({ kind: 'choice', field, choice })),
  )

const terms: fc.Arbitrary<Filter> = fc.oneof(
  patterns.map((pattern): Filter => ({ kind: 'word', pattern })),
  fc.tuple(fc.constantFrom(...TEXTS), patterns).map(([field, pattern]): Filter => ({ kind: 'text', field, pattern })),
  choices,
  numbers,
  fc.constantFrom(...FLAGS).map((flag): Filter => ({ kind: 'flag', flag })),
  patterns.map(({ text }): Filter => ({ kind: 'like', sought: text })),
)

/** Filters in the form that the parser returns: no group around a single part. */
export const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    terms,
    fc.array(tie('filter'), { minLength: 2, maxLength: 3 }).map((of): Filter => ({ kind: 'all', of })),
    fc.array(tie('filter'), { minLength: 2, maxLength: 3 }).map((of): Filter => ({ kind: 'any', of })),
    tie('filter').map((of): Filter => ({ kind: 'not', of })),
  ),
})).filter

const names = fc.string({
  unit: fc.constantFrom('a', 'B', 'b', '7', '_', '%', '.', 'É', 'e\u0301', '\\', ' '),
  minLength: 1,
  maxLength: 8,
})
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null })

export const filterables: fc.Arbitrary<Filterable> = fc.record({
  actorId: names,
  filename: names.map((name) => `${name}.jpg`),
  lane: fc.constantFrom(...STYLES, 'unsorted' as const, 'rejected' as const),
  style: maybe(fc.constantFrom(...STYLES)),
  decidedBy: maybe(fc.constantFrom('human' as const, 'generator' as const, 'given' as const, 'evaluator' as const)),
  unsure: fc.boolean(),
  confidence: maybe(values('conf')),
  verdict: maybe(fc.constantFrom('keep' as const, 'review' as const, 'reject' as const)),
  issues: fc.uniqueArray(fc.constantFrom(...ISSUE_KEYS), { maxLength: 2 }).map((keys) => keys.map((key) => ({ key }))),
  quality: maybe(values('quality')),
  width: maybe(values('width')),
  height: maybe(values('height')),
  bytes: values('size'),
  dateMs: values('date'),
  generated: fc.boolean(),
  flagged: fc.boolean(),
  prompt: maybe(names),
  promptId: maybe(names),
  caption: maybe(texts),
  uploaded: fc.boolean(),
  face: maybe(values('face')),
  person: maybe(values('person')),
})
