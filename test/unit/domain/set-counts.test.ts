import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Assessment } from '../../../src/main/domain/assessment.ts'
import { type ActorImage, settle } from '../../../src/main/domain/image.ts'
import { isBalanced, leftInWords, leftOf } from '../../../src/main/domain/left.ts'
import type { ManifestImage } from '../../../src/main/domain/manifest.ts'
import { countSet, gapOf } from '../../../src/main/domain/set-counts.ts'
import { sum } from '../../../src/main/domain/style.ts'
import { anyImages } from './plan-images.ts'

const assessed = (given: Partial<Assessment> = {}): Assessment => ({
  evaluator: 'local@1',
  guess: { style: 'photorealistic', confidence: 0.95, unsure: false },
  issues: [],
  verdict: 'keep',
  group: null,
  quality: 0.5,
  ...given,
})
const image = (assessment: Assessment | null, entry: Partial<ManifestImage> = {}) =>
  settle({ filename: 'a.jpg', bytes: 1, sha256: 's' }, { filename: 'a.jpg', ...entry }, assessment)

const DARK = { key: 'dark', verdict: 'reject', detail: 'almost black' } as const
const UNREADABLE = { key: 'unreadable', verdict: 'reject', detail: 'It is empty.' } as const

test('a human outranks the evaluator in style and verdict, but keeps no file that does not decode', () => {
  const human = { type: 'color_stylized', classified_by: 'human' } as const
  const kept = image(assessed({ issues: [DARK], verdict: 'reject' }), human)
  expect(kept).toMatchObject({ lane: 'color_stylized', verdict: 'keep', decidedBy: 'human' })
  expect(image(assessed(), { ...human, verdict: 'reject' })).toMatchObject({ lane: 'rejected', verdict: 'reject' })
  expect(image(assessed({ guess: null, issues: [UNREADABLE], verdict: 'reject' }), human).verdict).toBe('reject')
})

test('a person who cuts an image has seen its edges: it has no borders any more', () => {
  const issue = (key: 'borders' | 'blur') => ({ key, verdict: 'review', detail: '' }) as const
  const cut = { x: 0, y: 0.1, width: 1, height: 0.8 }
  const bordered = assessed({ issues: [issue('borders')], verdict: 'review' })
  expect(image(bordered)).toMatchObject({ verdict: 'review' })
  expect(image(bordered, { crop: { ...cut, y: 0, height: 1, mirror: true } })).toMatchObject({ verdict: 'review' })
  expect(image(bordered, { crop: cut })).toMatchObject({ verdict: 'keep', assessment: { issues: [] } })
  const blurredToo = assessed({ issues: [issue('blur'), issue('borders')], verdict: 'review' })
  expect(image(blurredToo, { crop: cut })).toMatchObject({
    verdict: 'review',
    assessment: { issues: [{ key: 'blur' }] },
  })
})

test('a generated image keeps the style it was asked to have; an evaluator’s word in the manifest stands back for a newer one', () => {
  expect(image(assessed(), { type: 'bw_stylized', source: 'generated' })).toMatchObject({
    style: 'bw_stylized',
    decidedBy: 'generator',
  })
  expect(image(assessed(), { type: 'bw_stylized' })).toMatchObject({ style: 'bw_stylized', decidedBy: 'given' })
  expect(image(assessed(), { type: 'bw_stylized', classified_by: 'local@0' })).toMatchObject({
    style: 'photorealistic',
    decidedBy: 'evaluator',
  })
})

const photo = (filename: string, given: Partial<Assessment> = {}, entry: Partial<ManifestImage> = {}) =>
  settle({ filename, bytes: 1, sha256: filename }, { filename, ...entry }, assessed(given))
const target = { photorealistic: 2, bw_stylized: 0, color_stylized: 0 }
const BLUR = { key: 'blur', verdict: 'review', detail: 'soft' } as const
const judged = (images: readonly ActorImage[]) => {
  const set = countSet(images)
  return { balanced: isBalanced(set, target, 'trim'), left: leftInWords(leftOf(set, target)), ...gapOf(set, target) }
}

test('a promise outranks the evaluator, whatever style it says', () => {
  expect(image(assessed({ issues: [DARK], verdict: 'reject' }), { kept_by: 'human' })).toMatchObject({
    verdict: 'keep',
    kept: true,
    decidedBy: 'evaluator',
    lane: 'photorealistic',
  })
  const rejected = { kept_by: 'human', classified_by: 'human', verdict: 'reject' } as const
  expect(image(assessed(), rejected)).toMatchObject({ verdict: 'reject', kept: false })
})

test('balanced means good: the mix is met and nothing is left to settle, which is named', () => {
  const full = [photo('a'), photo('b')]
  expect(judged(full)).toEqual({ balanced: true, left: '', deficit: 0, extra: 0, surplus: 0 })
  expect(isBalanced(countSet([...full, photo('c')]), target, 'keep')).toBe(true)
  expect(judged([...full, photo('c')])).toMatchObject({ balanced: false, extra: 1, surplus: 1 })
  expect(judged([photo('a'), photo('b', { issues: [BLUR], verdict: 'review' })])).toMatchObject({
    balanced: false,
    left: '1 blurred',
  })
  expect(judged([photo('a'), photo('b', { issues: [BLUR], verdict: 'review' }, { kept_by: 'human' })]).balanced).toBe(
    true,
  )
  expect(judged([photo('a'), photo('b', { verdict: 'review' })]).left).toBe('1 to review')
  expect(judged([...full, image(assessed({ issues: [DARK], verdict: 'reject' }))])).toMatchObject({
    balanced: false,
    left: '1 rejected',
    extra: 0,
    surplus: 1,
  })
  expect(judged([...full, image(null)])).toMatchObject({ balanced: false, left: '1 not assessed' })
  const derived = ['c', 'd', 'e'].map((name) => photo(name, {}, { derived_from: 'a' }))
  expect(judged([photo('a'), ...derived]).left).toBe('4 from one photograph')
})

test('an unsure image stands apart: it fills a place, is no surplus, and keeps the set from being balanced', () => {
  const unsure = (name: string) => photo(name, { guess: { style: 'photorealistic', confidence: 0.5, unsure: true } })
  const set = countSet([photo('a'), unsure('b'), unsure('c')])
  expect(set).toMatchObject({ counts: { photorealistic: 1, unclassified: 0 }, unsure: { photorealistic: 2 } })
  expect(gapOf(set, target)).toEqual({ deficit: 0, extra: 0, surplus: 0 })
  expect(leftInWords(leftOf(set, target))).toBe('2 unsure')
})

test('every image is counted once', () => {
  fc.assert(
    fc.property(anyImages, (images) => {
      const { counts, unsure, rejected } = countSet(images)
      expect(sum(counts) + sum(unsure) + counts.unclassified + rejected).toBe(images.length)
    }),
  )
})
