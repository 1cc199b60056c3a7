import { expect, test } from 'vitest'
import type { ManifestImage } from '../../../src/main/domain/manifest.ts'
import { type ActorVersion, changesBetween, isUnchanged, saysOther } from '../../../src/main/domain/snapshot-changes.ts'

const version = (files: Record<string, string>, entries: readonly ManifestImage[] = []): ActorVersion => ({
  files: new Map(Object.entries(files)),
  entries: new Map(entries.map((entry) => [entry.filename, entry])),
})

test('images come, go and change; captions and masks beside them are counted apart', () => {
  const then = version({ 'a_1.jpg': '1', 'a_2.jpg': '2', 'a_3.jpg': '3', 'a_1.txt': 'x', 'a_2_mask.png': 'm' })
  const now = version({ 'a_1.jpg': '1', 'a_2.jpg': 'other', 'a_10.jpg': '3', 'a_1.txt': 'y', 'a_10.npz': 'n' })
  expect(changesBetween(then, now)).toEqual({
    added: ['a_10.jpg'],
    removed: ['a_3.jpg'],
    changed: ['a_2.jpg'],
    labels: [],
    captions: [],
    sidecars: ['a_1.txt', 'a_2_mask.png', 'a_10.npz'],
  })
})

test('labels and captions of the manifest are told apart', () => {
  const files = { 'a_1.jpg': '1', 'a_2.jpg': '2', 'a_3.jpg': '3' }
  const then = version(files, [{ filename: 'a_1.jpg' }, { filename: 'a_2.jpg', caption: 'a man' }])
  const now = version(files, [
    { filename: 'a_1.jpg', type: 'bw_stylized', classified_by: 'human' },
    { filename: 'a_2.jpg', caption: 'a woman' },
    { filename: 'a_3.jpg', note: 'mine' },
  ])
  expect(changesBetween(then, now)).toMatchObject({ labels: ['a_1.jpg', 'a_3.jpg'], captions: ['a_2.jpg'] })
})

test('what was only measured, or said by the evaluator, is no change', () => {
  const files = { 'a_1.jpg': '1' }
  const measured = {
    filename: 'a_1.jpg',
    type: 'photorealistic',
    classified_by: 'local:1',
    width: 8,
    sha256: 'x',
  } as const
  expect(isUnchanged(changesBetween(version(files), version(files, [measured])))).toBe(true)
  expect(saysOther(measured, { ...measured, classified_by: 'human' })).toBe(true)
  expect(saysOther(undefined, { ...measured, source: 'generated' })).toBe(true)
})
