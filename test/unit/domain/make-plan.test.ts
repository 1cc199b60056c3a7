import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IssueKey } from '../../../src/main/domain/assessment.ts'
import { fingerprintText } from '../../../src/main/domain/fingerprint.ts'
import { type ActorImage, counts } from '../../../src/main/domain/image.ts'
import { makePlan } from '../../../src/main/domain/make-plan.ts'
import type { Plan } from '../../../src/main/domain/plan.ts'
import { planOutcome, setSkipped } from '../../../src/main/domain/plan-steps.ts'
import { perStyle, STYLES } from '../../../src/main/domain/style.ts'
import { anyImages, image, input, prompts } from './plan-images.ts'

const reject = (key: IssueKey, duplicateOf?: string) => ({
  key,
  verdict: 'reject' as const,
  detail: `${key} it is`,
  ...(duplicateOf === undefined ? {} : { duplicateOf }),
})
const human = (type: string | null, verdict?: string) =>
  ({ type, classified_by: 'human', verdict }) as ActorImage['entry']
const names = (plan: Plan) => plan.deletions.map((deletion) => deletion.filename)

const anyInput = fc
  .record({
    images: anyImages,
    target: fc.record({ photorealistic: fc.nat(13), bw_stylized: fc.nat(5), color_stylized: fc.nat(4) }),
    capability: fc.record({
      photorealistic: fc.constantFrom(null, 'No base image.'),
      bw_stylized: fc.constantFrom(null, 'No base image.'),
      color_stylized: fc.constant(null),
    }),
    available: fc.nat(20),
    policy: fc.constantFrom('trim' as const, 'keep' as const),
  })
  .map(({ available, images, ...rest }) =>
    input(images, { ...rest, choose: (style, n) => prompts(style, Math.min(n, available)) }),
  )

describe('any plan', () => {
  const holds = (check: (plan: Plan, given: ReturnType<typeof input>) => void) =>
    fc.assert(
      fc.property(anyInput, (given) => check(makePlan(given), given)),
      { numRuns: 400 },
    )

  test('carried out, meets the target exactly, or says which style falls short and why', () => {
    holds((plan, { images, target, policy }) => {
      const gone = new Set(names(plan))
      for (const style of STYLES) {
        const left = images.filter((it) => counts(it) && it.style === style && !gone.has(it.filename)).length
        const after = left + plan.generations.filter((step) => step.type === style).length
        const short = plan.shortfalls.filter((shortfall) => shortfall.type === style)
        const missing = short.reduce((all, shortfall) => all + shortfall.missing, 0)
        expect(short.every(({ why }) => why.length > 0)).toBe(true)
        if (policy === 'trim') expect(after + missing).toBe(target[style])
        else expect(after + missing).toBe(Math.max(target[style], plan.current[style]))
        expect(planOutcome(plan).after[style]).toBe(after)
      }
    })
  })

  test('deletes each image once, no unassessed one, and no more than what is rejected or too many', () => {
    holds((plan, { images, target, policy }) => {
      const byName = new Map(images.map((it) => [it.filename, it]))
      expect(new Set(names(plan)).size).toBe(plan.deletions.length)
      for (const { filename, reason } of plan.deletions) {
        expect(byName.get(filename)?.verdict).toSatisfy((verdict) => verdict !== null)
        expect(byName.get(filename)?.verdict === 'reject').toBe(reason !== 'surplus')
      }
      for (const style of STYLES) {
        const trimmed = plan.deletions.filter((step) => step.reason === 'surplus' && step.type === style).length
        expect(trimmed).toBe(policy === 'trim' ? Math.max(0, plan.current[style] - target[style]) : 0)
      }
    })
  })

  test('rejects nothing that a human keeps, as long as it can be read', () => {
    holds((plan, { images }) => {
      const kept = images.filter(
        (it) =>
          it.decidedBy === 'human' &&
          it.entry.verdict !== 'reject' &&
          !it.assessment?.issues.some((issue) => issue.key === 'unreadable'),
      )
      const rejected = plan.deletions.filter((step) => step.reason !== 'surplus').map((step) => step.filename)
      expect(kept.filter((it) => rejected.includes(it.filename))).toEqual([])
    })
  })

  test('is the same for the same images in any order', () => {
    holds((plan, given) => {
      expect(makePlan({ ...given, images: given.images.toReversed() })).toEqual(plan)
    })
  })

  test('counts every image once: by style, unclassified or rejected', () => {
    holds((plan, { images }) => {
      const rejected = images.filter((it) => it.verdict === 'reject').length
      const { unclassified, ...styles } = plan.current
      expect(Object.values(styles).reduce((a, b) => a + b, unclassified + rejected)).toBe(images.length)
    })
  })
})

describe('deletions', () => {
  test('name the decisive issue, or the human', () => {
    const plan = makePlan(
      input([
        image('a_1.jpg', { issues: [reject('blur'), reject('low_resolution')] }),
        image('a_2.jpg', { issues: [reject('exact_duplicate', 'a_9.jpg')] }),
        image('a_3.jpg', { entry: human(null, 'reject'), issues: [reject('blur')] }),
        image('a_4.jpg', { entry: human('bw_stylized', 'keep'), issues: [reject('unreadable')] }),
        image('a_5.jpg', { issues: [{ key: 'dark', verdict: 'review', detail: '' }] }),
        image('a_9.jpg'),
      ]),
    )
    expect(plan.deletions.map(({ filename, reason, detail }) => [filename, reason, detail])).toEqual([
      ['a_1.jpg', 'low_resolution', 'low_resolution it is'],
      ['a_2.jpg', 'exact_duplicate', 'exact_duplicate it is'],
      ['a_3.jpg', 'human', 'rejected by hand'],
      ['a_4.jpg', 'unreadable', 'unreadable it is'],
    ])
  })

  test('spare a duplicate whose original is gone', () => {
    const plan = makePlan(input([image('a_2.jpg', { issues: [reject('near_duplicate', 'a_1.jpg')] })]))
    expect(plan.deletions).toEqual([])
    expect(plan.warnings).toEqual(['1 image is rejected without a reason that still holds and left alone: a_2.jpg.'])
  })

  test('trim the worst first, guesses later, what a human placed last', () => {
    const review = { key: 'camera_gaze', verdict: 'review', detail: 'looks into the camera' } as const
    const images = [
      image('a_1.jpg', { quality: 0.9 }),
      image('a_2.jpg', { quality: 0.2 }),
      image('a_3.jpg', { quality: 0.8, issues: [review] }),
      image('a_4.jpg', { quality: 0.1, unsure: true }),
      image('a_5.jpg', { quality: 0.05, entry: human('photorealistic') }),
      image('a_6.jpg', { entry: human('photorealistic'), unassessed: true }),
      image('a_7.jpg', { entry: { type: 'photorealistic' }, unassessed: true }),
    ]
    const order = ['a_3.jpg', 'a_2.jpg', 'a_1.jpg', 'a_4.jpg', 'a_5.jpg', 'a_6.jpg']
    for (let wanted = 0; wanted <= 6; wanted++) {
      const target = { photorealistic: wanted, bw_stylized: 0, color_stylized: 0 }
      expect(names(makePlan(input(images, { target })))).toEqual(order.slice(0, 6 - wanted))
    }
    const details = makePlan(input(images, { target: perStyle(() => 0) })).deletions.map((step) => step.detail)
    expect(details[0]).toBe('6 where 0 are needed: looks into the camera')
    expect(makePlan(input(images, { policy: 'keep', target: perStyle(() => 0) }))).toMatchObject({
      deletions: [],
      current: { photorealistic: 6, unclassified: 1 },
    })
  })
})

test('warnings name the images that are only guessed at or not assessed', () => {
  const plan = makePlan(
    input([
      image('a_10.jpg', { unsure: true }),
      image('a_9.jpg', { unsure: true }),
      image('a_1.jpg', { unassessed: true }),
    ]),
  )
  expect(plan.warnings).toEqual([
    '2 images are counted by their likeliest style: a_9.jpg, a_10.jpg.',
    '1 image is not assessed yet and left alone: a_1.jpg.',
  ])
})

test('what cannot be generated is a shortfall with the reason', () => {
  const capability = { photorealistic: 'alice has no base image.', bw_stylized: null, color_stylized: null }
  const plan = makePlan(input([], { capability, choose: () => [] }))
  expect(plan.generations).toEqual([])
  expect(plan.shortfalls).toMatchObject([
    { type: 'photorealistic', missing: 2, why: 'alice has no base image.' },
    { type: 'bw_stylized', missing: 1, why: expect.stringContaining('prompt') },
  ])
})

describe('skipping', () => {
  const plan = makePlan(input([image('a_1.jpg', { issues: [reject('blur')] }), image('a_2.jpg')], { priceUsd: 0.1 }))

  test('spares a step, brings the cost up to date, and can be taken back', () => {
    expect(planOutcome(plan)).toMatchObject({ balanced: true, deletions: 1, generations: 2, costUsd: 0.2 })
    const spared = setSkipped(setSkipped(plan, 'd:a_1.jpg', true, 0.1), 'g:1', true, 0.1)
    expect(planOutcome(spared)).toEqual({
      after: { photorealistic: 2, bw_stylized: 0, color_stylized: 0 },
      balanced: false,
      deletions: 0,
      generations: 1,
      costUsd: 0.1,
    })
    expect(setSkipped(setSkipped(spared, 'd:a_1.jpg', false, 0.1), 'g:1', false, 0.1)).toEqual(plan)
  })

  test.each(['g:2', 'd:a_2.jpg', 'g:', 'a_1.jpg'])('refuses the unknown step %s', (step) => {
    expect(() => setSkipped(plan, step, true, 0.1)).toThrow(/has no step/)
  })
})

test('costs add up exactly and are rounded up to the cent', () => {
  const cost = (n: number, priceUsd: number) =>
    makePlan(input([], { target: { photorealistic: n, bw_stylized: 0, color_stylized: 0 }, priceUsd }))
      .estimated_cost_usd
  expect(cost(6, 0.04)).toBe(0.24)
  expect(cost(3, 0.1)).toBe(0.3)
  expect(cost(3, 0.015)).toBe(0.05)
  expect(cost(1, 0.0003)).toBe(0.01)
  expect(cost(20, 0)).toBe(0)
})

describe('fingerprint', () => {
  const target = perStyle(() => 1)
  const print = (images: readonly ActorImage[]) => fingerprintText(images, target, 'trim')
  const a = image('a.jpg')

  test('does not depend on order, nor on who writes down an evaluator’s opinion', () => {
    const b = image('b.jpg')
    expect(print([a, b])).toBe(print([b, a]))
    const written = image('a.jpg', { entry: { type: 'photorealistic', classified_by: 'local@1' } })
    expect(print([written])).toBe(print([a]))
  })

  test('changes with files, labels, target and policy', () => {
    const others = [
      print([]),
      print([{ ...a, bytes: 2 }]),
      print([{ ...a, sha256: 'x' }]),
      print([{ ...a, filename: 'b.jpg' }]),
      print([image('a.jpg', { entry: human('photorealistic') })]),
      print([image('a.jpg', { entry: human('photorealistic', 'reject') })]),
      print([image('a.jpg', { entry: { type: 'photorealistic' } })]),
      fingerprintText(
        [a],
        perStyle(() => 2),
        'trim',
      ),
      fingerprintText([a], target, 'keep'),
    ]
    expect(new Set([print([a]), ...others]).size).toBe(others.length + 1)
  })
})
