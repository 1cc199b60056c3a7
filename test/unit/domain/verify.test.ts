import { expect, test } from 'vitest'
import { emptyManifest, type ManifestImage } from '../../../src/main/domain/manifest.ts'
import { perStyle, type Style } from '../../../src/main/domain/style.ts'
import { type FileOnDisk, verifyActor } from '../../../src/main/domain/verify.ts'

const TARGET = { photorealistic: 2, bw_stylized: 1, color_stylized: 0 }
const file = (n: number, given: Partial<FileOnDisk> = {}): FileOnDisk => ({
  filename: `ann_${n}.jpg`,
  sha256: `sha-${n}`,
  unreadable: null,
  ...given,
})
const entry = (n: number, type: Style, given: Partial<ManifestImage> = {}): ManifestImage => ({
  filename: `ann_${n}.jpg`,
  type,
  sha256: `sha-${n}`,
  ...given,
})

function verify(
  files: readonly FileOnDisk[],
  images: readonly ManifestImage[] | null,
  storeBase: string | null = null,
) {
  return verifyActor({
    actorId: 'ann',
    files,
    manifest: images && { ...emptyManifest('ann', '2026-11-22T10:00:00.000Z'), images },
    target: TARGET,
    cannotMake: { ...perStyle(() => null), bw_stylized: 'There is no ink.' },
    storeBase,
  })
}

const GOOD_FILES = [file(1), file(2), file(3)]
const GOOD = [entry(1, 'photorealistic'), entry(2, 'photorealistic'), entry(3, 'bw_stylized')]

test('a set that meets its target has no finding', () => {
  expect(verify(GOOD_FILES, GOOD)).toEqual([])
})

test('files and manifest are held against each other by their bytes', () => {
  const files = [file(1), file(2, { sha256: 'other' }), file(4), file(5, { unreadable: 'It is empty.' })]
  const images = [...GOOD, entry(5, 'photorealistic')]
  expect(verify(files, images).map(({ kind, file: name }) => [kind, name])).toEqual([
    ['content_changed', 'ann_2.jpg'],
    ['missing_file', 'ann_3.jpg'],
    ['not_in_manifest', 'ann_4.jpg'],
    ['unreadable', 'ann_5.jpg'],
    ['style_mix', ''],
    ['style_mix', ''],
  ])
})

test('what is missing of a style comes with the reason why it cannot be made', () => {
  const [found] = verify([file(1), file(2)], GOOD.slice(0, 2))
  expect(found).toEqual({
    kind: 'style_mix',
    file: '',
    detail: 'The manifest lists 0 of 1 black & white images. There is no ink.',
  })
})

test('without a manifest only that is said, beside what the files themselves tell', () => {
  const files = [file(1), { ...file(1), filename: 'ann_1.png' }]
  expect(verify(files, null).map(({ kind, file: name }) => [kind, name])).toEqual([
    ['no_manifest', 'manifest.json'],
    ['same_stem', 'ann_1.png'],
  ])
  expect(verify([], null)).toEqual([])
})

test('an image without a style and two of one prompt are found', () => {
  const images = [
    entry(1, 'photorealistic', { prompt: 'A portrait' }),
    entry(2, 'photorealistic', { prompt: 'A portrait' }),
    { ...entry(3, 'bw_stylized'), type: null },
  ]
  expect(verify(GOOD_FILES, images).map(({ kind, file: name }) => [kind, name])).toEqual([
    ['unclassified', 'ann_3.jpg'],
    ['style_mix', ''],
    ['duplicate_prompt', 'ann_2.jpg'],
  ])
})

test.each([
  ['not a url', 'not a URL'],
  ['https://b.example/ann_2.jpg', 'another file'],
  ['https://elsewhere.example/ann_1.jpg', 'outside the store'],
])('the store URL %s is found', (url, said) => {
  const images = [{ ...GOOD[0]!, s3_url: url }, ...GOOD.slice(1)]
  expect(verify(GOOD_FILES, images, 'https://b.example/')).toEqual([
    { kind: 'store_url', file: 'ann_1.jpg', detail: expect.stringContaining(said) },
  ])
})

test('a good store URL is none, one that two images share is', () => {
  const url = 'https://b.example/actors/ann_1.jpg'
  const images = [{ ...GOOD[0]!, s3_url: url }, { ...GOOD[1]!, s3_url: url }, GOOD[2]!]
  const found = verify(GOOD_FILES, images, 'https://b.example/')
  expect(found.map(({ kind, file: name }) => [kind, name])).toEqual([
    ['store_url', 'ann_2.jpg'],
    ['store_url', 'ann_2.jpg'],
  ])
})
