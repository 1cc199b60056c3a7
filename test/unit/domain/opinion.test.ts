import { describe, expect, it } from 'vitest'
import type { Assessment, Issue } from '../../../src/main/domain/assessment.ts'
import { settle } from '../../../src/main/domain/image.ts'
import { merge, unmeasuredOf } from '../../../src/main/domain/opinion.ts'
import { adviceFor, answers, NO_SCENE, type Scene, withScene } from '../../../src/main/domain/shot.ts'
import { measuresOf, opinion } from '../evaluation/openai/fixture.ts'

const issue = (key: Issue['key'], verdict: Issue['verdict'] = 'review'): Issue => ({ key, verdict, detail: key })
const local = (issues: readonly Issue[] = [], change: Partial<Assessment> = {}): Assessment => ({
  evaluator: 'local@1',
  guess: { style: 'photorealistic', confidence: 0.6, unsure: true },
  issues,
  verdict: issues.some(({ verdict }) => verdict === 'reject') ? 'reject' : issues.length > 0 ? 'review' : 'keep',
  group: 'a1',
  quality: 0.5,
  ...change,
})
const photo = measuresOf('photo')
const findings = opinion().findings

describe('what pixels and a model say together', () => {
  it('has the style of the model, and its name', () => {
    const merged = merge(local(), photo, opinion())
    expect(merged).toEqual({
      evaluator: 'openai:test@1',
      guess: { style: 'photorealistic', confidence: 0.95, unsure: false },
      issues: [],
      verdict: 'keep',
      group: null,
      quality: 0.5,
    })
  })

  it('has the colour of a drawing from its pixels', () => {
    expect(merge(local(), measuresOf('comic'), opinion({ style: 'bw_stylized' })).guess?.style).toBe('color_stylized')
    expect(merge(local(), measuresOf('ink'), opinion({ style: 'color_stylized' })).guess?.style).toBe('bw_stylized')
    expect(merge(local(), measuresOf('ink'), opinion({ style: 'photorealistic' })).guess?.style).toBe('photorealistic')
  })

  it('stays a guess, with its group, where the model is not sure', () => {
    expect(merge(local(), photo, opinion({ confidence: 0.5 }))).toMatchObject({ guess: { unsure: true }, group: 'a1' })
    expect(merge(local(), photo, opinion({ confidence: null }))).toMatchObject({
      guess: { confidence: 0, unsure: true },
    })
  })

  it('keeps the issues of pixels and adds those of the model', () => {
    const seen = opinion({
      findings: { ...findings, camera_gaze: 'clear' },
      verdict: 'review',
      reason: 'She looks at us.',
    })
    const merged = merge(local([issue('blur')]), photo, seen)
    expect(merged).toMatchObject({ verdict: 'review', reason: 'She looks at us.' })
    expect(merged.issues).toEqual([
      issue('blur'),
      { key: 'camera_gaze', verdict: 'review', detail: 'She looks at us.' },
    ])
  })

  it('rejects what is clearly wrong when the model says so, and never for a look or a pose', () => {
    const found = (key: keyof typeof findings, verdict: 'review' | 'reject', how: 'slight' | 'clear' = 'clear') =>
      merge(local(), photo, opinion({ findings: { ...findings, [key]: how }, verdict })).verdict
    expect(found('identity_mismatch', 'reject')).toBe('reject')
    expect(found('identity_mismatch', 'reject', 'slight')).toBe('review')
    expect(found('distortion', 'review')).toBe('review')
    expect(found('camera_gaze', 'reject')).toBe('review')
    expect(found('symmetry', 'reject')).toBe('review')
    expect(merge(local(), photo, opinion({ verdict: 'reject' })).verdict).toBe('review')
  })

  it('has one issue for one cause', () => {
    const copy = { ...issue('near_duplicate', 'reject'), duplicateOf: 'b.jpg' }
    const wrong = opinion({ findings: { ...findings, distortion: 'clear' }, verdict: 'reject' })
    expect(merge(local([copy]), photo, wrong)).toMatchObject({ issues: [copy], verdict: 'reject' })
    expect(merge(local([issue('symmetry')]), photo, opinion()).issues).toEqual([])
    const posed = opinion({ findings: { ...findings, symmetry: 'clear' } })
    expect(merge(local([issue('symmetry')]), photo, posed).issues.map(({ key }) => key)).toEqual(['symmetry'])
    expect(merge(local([issue('symmetry', 'reject')]), photo, opinion()).verdict).toBe('reject')
  })

  it('lists what nobody measured, and never takes it for good', () => {
    const sheet = opinion({ findings: { ...findings, camera_gaze: null, distortion: null, symmetry: null } })
    expect(merge(local(), photo, sheet).unmeasured).toEqual(['symmetry', 'camera_gaze', 'distortion'])
    const silent = opinion({
      style: null,
      verdict: null,
      findings: { symmetry: null, camera_gaze: null, distortion: null, identity_mismatch: null, text: null },
      reason: 'Not measured: declined.',
    })
    for (const none of [silent, null]) {
      const merged = merge(local([issue('dark')]), photo, none)
      expect(merged).toMatchObject({ evaluator: 'local@1', verdict: 'review', issues: [issue('dark')] })
      expect(merged.unmeasured).toHaveLength(5)
    }
    expect(merge(local(), photo, silent).reason).toBe('Not measured: declined.')
  })

  it('says nothing more of a file that does not decode', () => {
    const broken = local([issue('unreadable', 'reject')], { guess: null })
    expect(merge(broken, { unreadable: 'It is empty.' }, opinion())).toBe(broken)
  })

  it('is outranked by a human', () => {
    const wrong = merge(local(), photo, opinion({ findings: { ...findings, distortion: 'clear' }, verdict: 'reject' }))
    const entry = { filename: 'a.jpg', type: 'bw_stylized', classified_by: 'human' } as const
    const file = { filename: 'a.jpg', bytes: 1, sha256: null }
    expect(settle(file, entry, wrong)).toMatchObject({ style: 'bw_stylized', verdict: 'keep', lane: 'bw_stylized' })
  })
})

describe('what a set lacks', () => {
  const looked = (scene: Scene) => ({ scene, looked: true })
  const shot = (change: Partial<Scene>): Scene => ({
    angle: 'front',
    framing: 'bust',
    expression: 'neutral',
    light: 'soft',
    background: null,
    ...change,
  })

  it('is every word no image has; what most share is overused', () => {
    const advice = adviceFor(
      [shot({}), shot({ angle: 'profile' }), shot({ framing: 'full_body' }), shot({ light: 'hard' })].map(looked),
    )
    expect(advice?.images).toBe(4)
    expect(advice?.missing.angle).toEqual(['three_quarter', 'back', 'low', 'high'])
    expect(advice?.missing.expression).not.toContain('neutral')
    expect(advice?.overused).toMatchObject({ angle: ['front'], expression: ['neutral'] })
  })

  it('is not known of a few images, nor of an aspect that nobody named', () => {
    expect(adviceFor([shot({}), shot({})].map(looked))).toBeNull()
    const faceless = Array.from({ length: 3 }, () => shot({ expression: null }))
    expect(adviceFor(faceless.map(looked))?.missing.expression).toEqual([])
  })

  it('is not claimed where one image in ten might be what is missing', () => {
    const asked = (change: Partial<Scene>) => ({ scene: { ...NO_SCENE, ...change }, looked: false })
    const nine = Array.from({ length: 9 }, () => asked({ angle: 'front' }))
    expect(adviceFor([...nine, asked({})])?.missing.angle).toContain('profile')
    expect(adviceFor([...nine, asked({}), asked({})])).toBeNull()
    expect(adviceFor([...nine, asked({})])?.missing.light).toEqual([])
    // Vision models are not asked about the background, so their opinion does not contain one.
    const [indoors, unknown] = [shot({ background: 'indoors' }), shot({})].map(looked)
    expect(adviceFor([indoors!, indoors!, indoors!])?.missing.background).toEqual(['plain', 'outdoors'])
    expect(adviceFor([indoors!, indoors!, unknown!])?.missing.background).toEqual([])
  })

  it('is answered by a prompt for what it brings, and shrinks by it', () => {
    const advice = adviceFor(Array.from({ length: 4 }, () => looked(shot({}))))
    if (!advice) throw new Error('no advice')
    const profile = { ...NO_SCENE, angle: 'profile', light: 'hard' } as const
    expect(answers(profile, advice)).toBe(2)
    expect(answers({ ...NO_SCENE, angle: 'front' }, advice)).toBeLessThan(0)
    expect(withScene(advice, profile).missing.angle).not.toContain('profile')
  })
})

describe('what nobody told of an image', () => {
  it('is, where pixels alone were looked at, all that only a picture as a whole shows', () => {
    const unseen = ['camera_gaze', 'distortion', 'identity_mismatch', 'text']
    expect(unmeasuredOf(local())).toEqual(unseen)
    expect(unmeasuredOf(local([], { unmeasured: ['identity_mismatch'] }))).toEqual(unseen)
    expect(unmeasuredOf(local([], { face: 0.5 }))).toEqual(['camera_gaze', 'distortion', 'text'])
  })

  it('is nothing of what is rejected or cannot be read, and of a model what it left out', () => {
    expect(unmeasuredOf(local([issue('blur', 'reject')]))).toEqual([])
    expect(unmeasuredOf(local([], { guess: null }))).toEqual([])
    expect(unmeasuredOf(merge(local(), photo, opinion()))).toEqual([])
    expect(unmeasuredOf(merge(local(), photo, opinion({ findings: { ...findings, text: null } })))).toEqual(['text'])
  })
})
