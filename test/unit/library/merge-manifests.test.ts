import { expect, test } from 'vitest'
import type { Manifest, ManifestImage } from '../../../src/main/domain/manifest.ts'
import { mergeManifests } from '../../../src/main/library/merge-manifests.ts'

const manifest = (...images: readonly ManifestImage[]): Manifest => ({
  version: 1,
  actor_id: 'ann',
  updated_at: '2026-01-01',
  images,
})
const image = (n: number, more: Partial<ManifestImage> = {}): ManifestImage => ({ filename: `ann_${n}.jpg`, ...more })
const names = ({ images }: Manifest) => images.map(({ filename }) => filename)

const base = manifest(image(1), image(2), image(3))
const ours = manifest(image(1, { sha256: 'a' }), image(3), image(4, { source: 'generated' }))

test('on top of an unchanged manifest it is ours', () => {
  expect(mergeManifests(base, ours, base)).toEqual({ manifest: ours, spared: [] })
})

test('a label that a person set meanwhile wins, and spares an image that the run removed', () => {
  const dragged = image(2, { type: 'bw_stylized', classified_by: 'human' })
  const labelled = image(1, { type: 'color_stylized', classified_by: 'human' })
  const { manifest: merged, spared } = mergeManifests(base, ours, manifest(labelled, dragged, image(3)))
  expect(spared).toEqual(['ann_2.jpg'])
  expect(merged.images).toEqual([labelled, dragged, image(3), image(4, { source: 'generated' })])
})

test('what somebody else added stays, and what they removed does not come back', () => {
  const { manifest: merged, spared } = mergeManifests(base, ours, manifest(image(2), image(3), image(9)))
  expect(names(merged)).toEqual(['ann_3.jpg', 'ann_9.jpg', 'ann_4.jpg'])
  expect(spared).toEqual([])
})

test('what a program measured of an image is no touch of it', () => {
  const measured = image(2, { bytes: 7, width: 1, height: 1, sha256: 'b', quality_issues: [], s3_url: 's' })
  const judged = { ...measured, type: 'photorealistic', classified_by: 'local' } as const
  expect(names(mergeManifests(base, ours, manifest(image(1), judged, image(3))).manifest)).not.toContain('ann_2.jpg')
  const was = manifest(image(1), image(2, { sha256: 'a' }), image(3))
  expect(mergeManifests(was, ours, manifest(image(1), judged, image(3))).spared).toEqual(['ann_2.jpg'])
})
