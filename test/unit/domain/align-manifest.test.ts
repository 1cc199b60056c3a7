import { expect, test } from 'vitest'
import { alignManifest } from '../../../src/main/domain/align-manifest.ts'
import { emptyManifest, type ManifestImage } from '../../../src/main/domain/manifest.ts'

const aligned = (images: readonly ManifestImage[], files: readonly string[]) =>
  alignManifest({ ...emptyManifest('a', ''), images }, files).images

const COMPOSED = 'Zo\u00eb_1.jpg'
const DECOMPOSED = 'Zoe\u0308_1.jpg'

test('an entry takes the name that its file has, where only case or Unicode form differ', () => {
  expect(aligned([{ filename: 'a_1.jpg', note: 1 }, { filename: COMPOSED }], ['a_1.JPG', DECOMPOSED])).toEqual([
    { filename: 'a_1.JPG', note: 1 },
    { filename: DECOMPOSED },
  ])
})

test('exact names come first, and what could mean two files means none', () => {
  const two = [{ filename: 'A_1.jpg', type: 'bw_stylized' as const }]
  expect(aligned(two, ['a_1.jpg', 'a_1.JPG'])).toEqual(two)
  const both = [{ filename: 'a_1.jpg' }, { filename: 'a_1.JPG' }]
  expect(aligned(both, ['a_1.jpg', 'a_1.JPG'])).toEqual(both)
})

test('a file has one entry, and a human’s word in either stands', () => {
  const human = { filename: 'a_1.jpg', type: 'color_stylized' as const, classified_by: 'human' }
  const other = { filename: 'a_1.JPG', type: 'photorealistic' as const, classified_by: 'local@1', width: 8 }
  for (const entries of [
    [human, other],
    [other, human],
  ])
    expect(aligned(entries, ['a_1.JPG'])).toEqual([{ ...human, filename: 'a_1.JPG', width: 8 }])
})

test('an entry of a file that is gone stays, and nothing else changes', () => {
  const manifest = { ...emptyManifest('a', ''), images: [{ filename: 'a_1.jpg' }, { filename: 'gone.jpg' }] }
  expect(alignManifest(manifest, ['a_1.jpg', 'b.jpg'])).toBe(manifest)
})
