import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Manifest, type ManifestImage, upsertImages, writeManifest } from '../../../src/main/domain/manifest.ts'
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
