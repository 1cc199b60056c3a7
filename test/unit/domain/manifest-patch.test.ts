import fc from 'fast-check'
import { expect, test } from 'vitest'
import { literal } from '../../../src/main/domain/json-literal.ts'
import {
  type Manifest,
  type ManifestImage,
  manifestTexts,
  upsertImages,
  writeManifest,
} from '../../../src/main/domain/manifest.ts'
import { applyPatch, manifestPatch } from '../../../src/main/domain/manifest-patch.ts'

const NAMES = ['a_1.jpg', 'a_2.jpg', 'a_3.jpg', 'a_4.jpg', 'a_5.jpg', 'a_6.jpg']

const manifest = fc
  .tuple(fc.shuffledSubarray(NAMES), fc.array(fc.constantFrom('bw_stylized', 'color_stylized'), { minLength: 6 }))
  .chain(([names, types]) =>
    fc.record({
      updated_at: fc.constantFrom('2026-01-01', '2026-01-02'),
      images: fc.constant(names.map((filename, i): ManifestImage => ({ filename, note: types[i] }))),
    }),
  )
  .map((part): Manifest => ({ owner: 'someone', version: 1, actor_id: 'a', ...part }))

test('a patch leads from any manifest to any other, to the byte', () => {
  fc.assert(
    fc.property(manifest, manifest, (from, to) => {
      expect(writeManifest(applyPatch(from, manifestPatch(from, to)))).toBe(writeManifest(to))
    }),
  )
})

test('a patch holds what differs and nothing else', () => {
  const images = NAMES.map((filename) => ({ filename, seed: 1 }))
  const from: Manifest = { version: 1, actor_id: 'a', updated_at: '1', images }
  const to = upsertImages({ ...from, images: images.slice(1) }, new Map([['a_3.jpg', { seed: 2 }]]))
  expect(manifestPatch(from, to)).toEqual({
    updated_at: '1',
    without: ['a_1.jpg'],
    entries: [[1, { filename: 'a_3.jpg', seed: 2 }]],
  })
})

test('entries that change in place are all that a patch holds', () => {
  const images = NAMES.map((filename) => ({ filename, seed: 1 }))
  const from: Manifest = { version: 1, actor_id: 'a', updated_at: '1', images }
  const to = upsertImages({ ...from, updated_at: '2' }, new Map([['a_3.jpg', { seed: 2 }]]))
  expect(manifestPatch(from, to)).toEqual({
    updated_at: '2',
    without: [],
    entries: [[2, { filename: 'a_3.jpg', seed: 2 }]],
  })
})

test('a large manifest in parts is what it is as a whole, to the byte', () => {
  const images = Array.from({ length: 1234 }, (_, n): ManifestImage => ({
    filename: `a_${n}.jpg`,
    cost_usd: 0.04,
    nested: { list: [1, 'two\nlines'], exact: literal('12345678901234567890') },
  }))
  const around = [
    { version: 1, actor_id: 'a', updated_at: '1', images },
    { owner: { name: 'someone' }, version: 1, images, actor_id: 'a', updated_at: '1', note: literal('1.50') },
  ] as const
  for (const each of around) {
    const parts = [...manifestTexts(each)]
    expect(parts.length).toBeGreaterThan(3)
    expect(parts.join('')).toBe(writeManifest(each))
  }
})
