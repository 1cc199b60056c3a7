import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyManifest, upsertImage } from '../../../src/main/domain/manifest.ts'
import {
  byIndex,
  imageName,
  indexKey,
  isImageFile,
  isSafeActorId,
  nextIndex,
  tooLongForActor,
  parseIndex,
} from '../../../src/main/domain/naming.ts'

const actorIds = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }).filter(isSafeActorId),
  fc.constantFrom('0000_european_16_male', 'a', 'a_1', 'Zoë', 'x.y', 'a+b(c'),
)
const indices = fc.nat({ max: 1_000_000 })

describe('parseIndex', () => {
  test('reads back what imageName wrote, for any actor', () => {
    fc.assert(
      fc.property(actorIds, indices, fc.constantFrom('jpg', 'png', 'webp'), (id, n, ext) => {
        expect(parseIndex(imageName(id, n, ext), id)).toBe(n)
      }),
    )
  })
  test.each([
    ['alice_7.jpg', 'alice', 7],
    ['Alice_7.JPG', 'alice', 7],
    ['alice_007.png', 'alice', 7],
    ['alice_7_2.jpg', 'alice', null],
    ['alice_7', 'alice', null],
    ['alice_7.jpg.part', 'alice', null],
    ['alice_base.png', 'alice', null],
    ['malice_7.jpg', 'alice', null],
    ['alice_-7.jpg', 'alice', null],
    ['alice_99999999999999999.jpg', 'alice', null],
    ['Zoe\u0308_3.jpg', 'Zo\u00eb', 3],
  ])('%s of %s is %s', (name, id, index) => {
    expect(parseIndex(name, id)).toBe(index)
  })
})

test('the next index is above everything seen in the folder, the manifest and the trash, and above the last one given', () => {
  fc.assert(
    fc.property(
      actorIds,
      fc.array(indices),
      fc.array(indices),
      fc.array(indices),
      indices,
      (actorId, inFolder, inManifest, inTrash, lastIndex) => {
        const names = (ns: readonly number[]) => ns.map((n) => imageName(actorId, n))
        const manifest = names(inManifest).reduce((m, name) => upsertImage(m, name, {}), emptyManifest(actorId, ''))
        const next = nextIndex({ actorId, files: names(inFolder), manifest, trashed: names(inTrash), lastIndex })
        expect(next).toBe(1 + Math.max(lastIndex, ...inFolder, ...inManifest, ...inTrash))
      },
    ),
  )
})

test('numbering starts at 1 in a folder whose names follow no pattern', () => {
  expect(nextIndex({ actorId: 'a', files: ['IMG_77.jpg', 'b_9.jpg'], manifest: null, trashed: [], lastIndex: 0 })).toBe(
    1,
  )
})

test('byIndex orders by number and is a total order', () => {
  expect(['a_10.jpg', 'a_9.jpg', 'a_1.jpg', 'b_2.jpg'].sort(byIndex)).toEqual([
    'a_1.jpg',
    'a_9.jpg',
    'a_10.jpg',
    'b_2.jpg',
  ])
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), (names) => {
      expect([...names].reverse().sort(byIndex)).toEqual([...names].sort(byIndex))
    }),
  )
})

test('byIndex orders as a collator does, which few names need', () => {
  const natural = new Intl.Collator('en', { numeric: true })
  const name = fc
    .tuple(
      fc.constantFrom('a', 'a_', 'a_1', 'B-', ''),
      fc.oneof(fc.nat({ max: 120 }), fc.nat()),
      fc.constantFrom('', '.jpg', '_2.jpg', 'b'),
    )
    .map(([before, n, after]) => `${before}${n}${after}`)
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(Math.sign(byIndex(a, b))).toBe(natural.compare(a, b) || Math.sign(Number(a > b) - Number(a < b)))
    }),
    {
      numRuns: 1000,
      examples: [
        ['a_01.jpg', 'a_1.jpg'],
        ['a_1', 'a_10'],
        ['a_9', 'a_90000000000000000'],
      ],
    },
  )
})

test('indexKey orders the files of an actor as byIndex does', () => {
  const number = fc.oneof(fc.nat({ max: 30 }), fc.nat()).map(String)
  const name = fc
    .tuple(number, fc.constantFrom('.jpg', '.JPG', 'b.png', '_2.jpg'))
    .map(([n, rest]) => `0007_Ann_${n}${rest}`)
  const byKey = (a: string, b: string) => (indexKey(a) < indexKey(b) ? -1 : indexKey(a) > indexKey(b) ? 1 : 0)
  fc.assert(
    fc.property(name, name, (a, b) => {
      if (indexKey(a) !== indexKey(b)) expect(byKey(a, b)).toBe(Math.sign(byIndex(a, b)))
    }),
    { numRuns: 1000, examples: [['0007_Ann_12_2.jpg', '0007_Ann_12.jpg']] },
  )
})

test.each([
  ['a.jpg', true],
  ['a.JPEG', true],
  ['a.b.avif', true],
  ['.jpg', false],
  ['.hidden.jpg', false],
  ['._a.jpg', false],
  ['manifest.json', false],
  ['jpg', false],
])('%s is an image: %s', (name, expected) => {
  expect(isImageFile(name)).toBe(expected)
})

test.each([
  ['0000_european_16_male', true],
  ['Zoë Müller', true],
  ['', false],
  ['.', false],
  ['..', false],
  ['.evencast', false],
  ['a/b', false],
  ['a\\b', false],
  ['a\u0000b', false],
  ['x'.repeat(256), false],
])('%j is a safe actor id: %s', (name, expected) => {
  expect(isSafeActorId(name)).toBe(expected)
})

test('the length of an actor’s name is counted in bytes of UTF-8, with all that is put around it', () => {
  expect(['x'.repeat(220), 'あ'.repeat(73), '\u{1f9dd}'.repeat(55)].map(tooLongForActor)).toEqual([null, null, null])
  expect(tooLongForActor('x'.repeat(221))).toContain('it takes 221 bytes')
  expect(tooLongForActor('あ'.repeat(74))).toContain('it takes 222 bytes')
  expect(tooLongForActor('\u{1f9dd}'.repeat(56))).toContain('it takes 224 bytes')
})
