import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IssueKey } from '../../../src/main/domain/issue-kinds.ts'
import { fingerprintText } from '../../../src/main/domain/fingerprint.ts'
import { type ActorImage, counts } from '../../../src/main/domain/image.ts'
import { makePlan } from '../../../src/main/domain/make-plan.ts'
import type { Plan } from '../../../src/main/domain/plan.ts'
import { heldBack, roomOf, stepsToDo } from '../../../src/main/domain/plan-room.ts'
import { planOutcome, setSkipped } from '../../../src/main/domain/plan-steps.ts'
import { mostFromOne } from '../../../src/main/domain/set-counts.ts'
import { perStyle, type Style, STYLES, sum } from '../../../src/main/domain/style.ts'
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

/** Reasons for deletions that do not depend on a replacement. */
const HARD: ReadonlySet<string> = new Set(['unreadable', 'exact_duplicate', 'human'])

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

  test('never shrinks a set below its target, or below what it has, unless a person said so or there is nothing to lose', () => {
    holds((plan, { images, target }) => {
      const hard = plan.deletions.filter(({ reason }) => HARD.has(reason)).length
      const after = images.length - plan.deletions.length + plan.generations.length
      expect(after).toBeGreaterThanOrEqual(Math.min(images.length - hard, sum(target)))
      expect(planOutcome(plan).images).toEqual({ before: images.length, after })
    })
  })

  test('at no moment of carrying it out, and whatever of it is left out or fails, holds fewer than that', () => {
    fc.assert(
      fc.property(anyInput, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (given, coin) => {
        const made = makePlan(given)
        const plan = made.generations.reduce(
          (left, _, index) => (coin[index] ? setSkipped(left, `g:${index}`, true) : left),
          made,
        )
        const { deletions, generations, images } = planOutcome(plan)
        expect(images.after).toBe(given.images.length - deletions + generations)
        const hard = plan.deletions.filter(({ reason }) => HARD.has(reason)).length
        expect(images.after).toBeGreaterThanOrEqual(Math.min(given.images.length - hard, sum(given.target)))
        expect(roomOf(plan)).toBe(Math.max(0, given.images.length - hard - sum(given.target)))
      }),
      { numRuns: 200 },
    )
  })

  test('never removes what a person promised its place', () => {
    holds((plan, { images }) => {
      const kept = new Set(images.filter((it) => it.kept).map(({ filename }) => filename))
      expect([...names(plan), ...plan.kept.map(({ filename }) => filename)].filter((name) => kept.has(name))).toEqual(
        [],
      )
    })
  })

  test('carried out, meets the target, or says which style falls short and why, or what stays for want of better', () => {
    holds((plan, { images, target, policy }) => {
      const gone = new Set(names(plan))
      const good = images.filter((it) => counts(it) && !gone.has(it.filename))
      for (const style of STYLES) {
        const sure = good.filter((it) => it.style === style && !it.unsure).length
        const unsure = good.filter((it) => it.style === style && it.unsure).length
        const after = sure + plan.generations.filter((step) => step.type === style).length
        const short = plan.shortfalls.filter((shortfall) => shortfall.type === style)
        const missing = short.reduce((all, shortfall) => all + shortfall.missing, 0)
        expect(short.every(({ why }) => why.length > 0)).toBe(true)
        expect(after + unsure + missing).toBeGreaterThanOrEqual(target[style])
        const stays = plan.kept.filter(({ type, reason }) => type === style && reason === 'surplus').length
        const promised = good.filter((it) => it.style === style && it.kept && !it.unsure).length
        if (policy === 'trim') expect(after).toBeLessThanOrEqual(Math.max(target[style], promised) + stays)
        expect(planOutcome(plan).after[style]).toBe(after)
      }
    })
  })

  test('deletes each image once, no unassessed one, and no more than what is rejected or surely too many', () => {
    holds((plan, { images, target, policy }) => {
      const byName = new Map(images.map((it) => [it.filename, it]))
      const all = [...plan.deletions, ...plan.kept]
      expect(new Set(all.map(({ filename }) => filename)).size).toBe(all.length)
      for (const { filename, reason } of all) {
        expect(byName.get(filename)?.verdict).toSatisfy((verdict) => verdict !== null)
        expect(byName.get(filename)?.verdict === 'reject').toBe(reason !== 'surplus')
        expect(reason === 'surplus' && byName.get(filename)?.unsure).toBe(false)
      }
      for (const style of STYLES) {
        const trimmed = all.filter((step) => step.reason === 'surplus' && step.type === style).length
        expect(trimmed).toBeLessThanOrEqual(policy === 'trim' ? Math.max(0, plan.current[style] - target[style]) : 0)
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
      const { unclassified, unsure } = plan.current
      expect(sum(plan.current) + sum(unsure) + unclassified + rejected).toBe(images.length)
      expect(plan.current.images).toBe(images.length)
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
      ['a_2.jpg', 'exact_duplicate', 'exact_duplicate it is'],
      ['a_3.jpg', 'human', 'rejected by hand'],
      ['a_4.jpg', 'unreadable', 'unreadable it is'],
      ['a_1.jpg', 'low_resolution', 'low_resolution it is'],
    ])
  })

  test('spare a duplicate whose original is gone', () => {
    const plan = makePlan(input([image('a_2.jpg', { issues: [reject('near_duplicate', 'a_1.jpg')] })]))
    expect(plan.deletions).toEqual([])
    expect(plan.warnings).toEqual([
      '1 image is rejected for a reason that no longer applies and is left alone: a_2.jpg.',
    ])
  })

  test('trim the worst first, what a human placed last, and never a guess', () => {
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
    const order = ['a_3.jpg', 'a_2.jpg', 'a_1.jpg', 'a_5.jpg', 'a_6.jpg']
    for (let wanted = 0; wanted <= 5; wanted++) {
      const target = { photorealistic: wanted, bw_stylized: 0, color_stylized: 0 }
      expect(names(makePlan(input(images, { target })))).toEqual(order.slice(0, 5 - wanted))
    }
    const details = makePlan(input(images, { target: perStyle(() => 0) })).deletions.map((step) => step.detail)
    expect(details[0]).toBe('5 where 0 are needed: looks into the camera')
    const one = makePlan(input(images, { target: { ...perStyle(() => 0), photorealistic: 1 } }))
    expect(one.deletions[0]?.detail).toBe('5 where 1 is needed: looks into the camera')
    expect(makePlan(input(images, { policy: 'keep', target: perStyle(() => 0) }))).toMatchObject({
      deletions: [],
      current: { photorealistic: 5, unsure: { photorealistic: 1 }, unclassified: 1 },
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
    '2 images are counted as their most likely style: a_9.jpg, a_10.jpg.',
    '1 image has not been assessed and is left alone: a_1.jpg.',
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
  const plan = makePlan(
    input([image('a_1.jpg', { issues: [reject('blur')] }), image('a_2.jpg')], { priceUsd: perStyle(() => 0.1) }),
  )

  test('spares a step, brings the cost up to date, and can be taken back', () => {
    expect(planOutcome(plan)).toMatchObject({ balanced: true, deletions: 1, generations: 2, costUsd: 0.2 })
    const spared = setSkipped(setSkipped(plan, 'd:a_1.jpg', true), 'g:1', true)
    expect(planOutcome(spared)).toEqual({
      after: { photorealistic: 2, bw_stylized: 0, color_stylized: 0 },
      balanced: false,
      images: { before: 2, after: 3 },
      deletions: 0,
      generations: 1,
      costUsd: 0.1,
    })
    expect(setSkipped(setSkipped(spared, 'd:a_1.jpg', false), 'g:1', false)).toEqual(plan)
  })

  test.each(['g:2', 'd:a_2.jpg', 'g:', 'a_1.jpg'])('refuses the unknown step %s', (step) => {
    expect(() => setSkipped(plan, step, true)).toThrow(/has no step/)
  })
})

test('costs add up exactly and are rounded up to the cent', () => {
  const cost = (n: number, priceUsd: number) =>
    makePlan(
      input([], {
        target: { photorealistic: n, bw_stylized: 0, color_stylized: 0 },
        priceUsd: perStyle(() => priceUsd),
      }),
    ).estimated_cost_usd
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

describe('a set that cannot be refilled', () => {
  const blurred = (n: number) => image(`a_${n}.jpg`, { issues: [reject('blur')], quality: n / 100 })
  const none = perStyle(() => 'No base image.')
  const target = { photorealistic: 4, bw_stylized: 0, color_stylized: 0 }

  test('keeps the least bad for want of better, says so, and names what is missing', () => {
    const other = image('a_9.jpg', { issues: [reject('identity_mismatch')] })
    const copy = image('a_8.jpg', { issues: [reject('exact_duplicate', 'a_1.jpg')] })
    const plan = makePlan(input([image('a_1.jpg'), blurred(2), blurred(3), other, copy], { target, capability: none }))
    expect(names(plan)).toEqual(['a_8.jpg'])
    expect(plan.kept.map(({ filename, reason }) => [filename, reason])).toEqual([
      ['a_9.jpg', 'identity_mismatch'],
      ['a_2.jpg', 'blur'],
      ['a_3.jpg', 'blur'],
    ])
    expect(plan.shortfalls).toMatchObject([{ type: 'photorealistic', missing: 3, why: 'No base image.' }])
    expect(plan.warnings).toContain('3 images stay, since the set cannot be refilled: a_9.jpg, a_2.jpg, a_3.jpg.')
  })

  test('gives up the worst first as far as it is full', () => {
    const images = [1, 2, 3].map((n) => image(`a_${n}.jpg`)).concat(blurred(4), blurred(5))
    const plan = makePlan(input(images, { target, capability: none }))
    expect([names(plan), plan.kept.map(({ filename }) => filename)]).toEqual([['a_4.jpg'], ['a_5.jpg']])
  })

  test('keeps a surplus of one style where another cannot be made, and takes it off the largest pile', () => {
    const of = (style: Style, from: number, n: number) =>
      Array.from({ length: n }, (_, i) => image(`a_${from + i}.jpg`, { style, quality: (from + i) / 100 }))
    const mix = { photorealistic: 4, bw_stylized: 1, color_stylized: 1 }
    const images = [...of('bw_stylized', 1, 3), ...of('color_stylized', 11, 5)]
    const plan = makePlan(input(images, { target: mix, capability: none }))
    expect(names(plan)).toEqual(['a_11.jpg', 'a_12.jpg'])
    expect(plan.kept).toHaveLength(4)
  })

  test('a step that is left out keeps what was to go for it', () => {
    const images = [image('a_1.jpg'), blurred(2), blurred(3)]
    const plan = makePlan(input(images, { target: { ...target, photorealistic: 3 } }))
    expect(planOutcome(plan)).toMatchObject({ deletions: 2, generations: 2, images: { before: 3, after: 3 } })
    const one = setSkipped(plan, 'g:0', true)
    expect(heldBack(one).map(({ filename }) => filename)).toEqual(['a_3.jpg'])
    expect(stepsToDo(one).deletions.map(({ filename }) => filename)).toEqual(['a_2.jpg'])
    // Without generations, images that they would have replaced are kept.
    expect(stepsToDo(plan, { deleteOnly: true })).toEqual({ deletions: [], generations: [] })
    expect(stepsToDo(plan, { generateOnly: true })).toEqual({ deletions: [], generations: plan.generations })
    expect(planOutcome(one)).toMatchObject({ deletions: 1, generations: 1, images: { before: 3, after: 3 } })
  })
})

describe('promises', () => {
  test('outrank rejection, trimming and an unreadable file, and the plan says what that makes of the mix', () => {
    const entry = { kept_by: 'human' } as const
    const images = [
      image('a_1.jpg', { entry }),
      image('a_2.jpg', { entry, issues: [reject('blur')] }),
      image('a_3.jpg', { entry, issues: [reject('unreadable')] }),
      image('a_4.jpg', { entry }),
    ]
    const plan = makePlan(input(images, { target: { photorealistic: 2, bw_stylized: 0, color_stylized: 0 } }))
    expect(plan.deletions).toEqual([])
    expect(plan.warnings).toEqual([
      '1 image cannot be read and stays, since you keep it: a_3.jpg.',
      'You keep 3 photorealistic images where 2 are needed; release 1 of them to meet the mix.',
    ])
    const keptWhere = (images: readonly ActorImage[], wanted: number) =>
      makePlan(input(images, { target: { ...perStyle(() => 0), photorealistic: wanted } })).warnings
    expect(keptWhere(images.slice(0, 1), 0)).toEqual([
      'You keep 1 photorealistic image where none is needed; release it to meet the mix.',
    ])
    expect(keptWhere(images.slice(0, 2), 1)).toEqual([
      'You keep 2 photorealistic images where 1 is needed; release 1 of them to meet the mix.',
    ])
  })

  test('end with a later rejection by the same person', () => {
    const plan = makePlan(input([image('a_1.jpg', { entry: { ...human(null, 'reject'), kept_by: 'human' } })]))
    expect(names(plan)).toEqual(['a_1.jpg'])
  })
})

test('an evaluator that rejects nearly everything is asked about, not obeyed', () => {
  const images = [1, 2, 3, 4, 5].map((n) => image(`a_${n}.jpg`, { overruled: true }))
  const plan = makePlan(input(images, { target: { photorealistic: 5, bw_stylized: 0, color_stylized: 0 } }))
  expect([plan.deletions, plan.generations]).toEqual([[], []])
  expect(plan.question).toBe(
    'local rejects 5 of 5 images. None of them is removed for that: review them and reject those you agree with.',
  )
})

test('at most a third of a set comes from one picture, least used ones first, and more is said to be needed', () => {
  const target = { photorealistic: 0, bw_stylized: 9, color_stylized: 0 }
  const derivation = {
    sources: { photorealistic: [], bw_stylized: ['base.png', 'a_1.jpg', 'a_2.jpg'], color_stylized: [] },
    used: new Map([['a_1.jpg', 2]]),
    most: mostFromOne(target),
  }
  const plan = makePlan(input([], { target, derivation }))
  expect(plan.generations.map((step) => step.derived_from)).toEqual([
    'base.png',
    'a_2.jpg',
    'base.png',
    'a_2.jpg',
    'base.png',
    'a_1.jpg',
    'a_2.jpg',
  ])
  expect(plan.shortfalls).toMatchObject([
    {
      type: 'bw_stylized',
      missing: 2,
      why: 'At most 3 of 9 images may come from one image; more images of this actor are needed.',
    },
  ])
})
