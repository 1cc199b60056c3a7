import { expect, test } from 'vitest'
import type { ActorSummary } from '../../../../src/main/catalog/actors.ts'
import type { Assessment } from '../../../../src/main/domain/assessment.ts'
import { settle } from '../../../../src/main/domain/image.ts'
import type { ManifestImage } from '../../../../src/main/domain/manifest.ts'
import { gap, isBalanced } from '../../../../src/main/operations/view/balance.ts'

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

const NONE = { photorealistic: 0, bw_stylized: 0, color_stylized: 0, unclassified: 0 }
const summary = (given: Partial<ActorSummary>): ActorSummary => ({
  images: 0,
  counts: NONE,
  rejected: 0,
  unreadable: 0,
  unassessed: 0,
  doubtful: 0,
  ...given,
})

const DARK = { key: 'dark', verdict: 'reject', detail: 'almost black' } as const
const UNREADABLE = { key: 'unreadable', verdict: 'reject', detail: 'It is empty.' } as const

test('a human outranks the evaluator in style and verdict, but keeps no file that does not decode', () => {
  const human = { type: 'color_stylized', classified_by: 'human' } as const
  const kept = image(assessed({ issues: [DARK], verdict: 'reject' }), human)
  expect(kept).toMatchObject({ lane: 'color_stylized', verdict: 'keep', decidedBy: 'human' })
  expect(image(assessed(), { ...human, verdict: 'reject' })).toMatchObject({ lane: 'rejected', verdict: 'reject' })
  expect(image(assessed({ guess: null, issues: [UNREADABLE], verdict: 'reject' }), human).verdict).toBe('reject')
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

test('balanced needs every image assessed, no reject left and each style at its target', () => {
  const target = { photorealistic: 2, bw_stylized: 0, color_stylized: 0 }
  const two = summary({ images: 2, counts: { ...NONE, photorealistic: 2 } })
  expect([isBalanced(two, target, 'trim'), gap(two, target)]).toEqual([true, { deficit: 0, surplus: 0 }])
  const three = summary({ images: 3, counts: { ...NONE, photorealistic: 3 } })
  expect([isBalanced(three, target, 'trim'), isBalanced(three, target, 'keep')]).toEqual([false, true])
  expect(gap(three, target)).toEqual({ deficit: 0, surplus: 1 })
  const unknown = summary({ images: 3, counts: { ...NONE, photorealistic: 2, unclassified: 1 }, unassessed: 1 })
  expect(isBalanced(unknown, target, 'keep')).toBe(false)
  const rejected = summary({ images: 3, counts: { ...NONE, photorealistic: 2 }, rejected: 1 })
  expect([isBalanced(rejected, target, 'keep'), gap(rejected, target).surplus]).toEqual([false, 1])
})
