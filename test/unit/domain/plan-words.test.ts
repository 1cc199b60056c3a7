import { describe, expect, test } from 'vitest'
import type { Assessment } from '../../../src/main/domain/assessment.ts'
import { diskFault } from '../../../src/main/domain/disk-fault.ts'
import { problemOfEdit } from '../../../src/main/domain/hand-edits.ts'
import { makePlan } from '../../../src/main/domain/make-plan.ts'
import { overrule } from '../../../src/main/domain/overrule.ts'
import { reachedBy, reviewOf } from '../../../src/main/domain/reached.ts'
import { PICTURES_HIDDEN } from '../../../src/main/domain/skipped.ts'
import { planAgainCommand } from '../../../src/main/domain/stale-plan.ts'
import { waysOut } from '../../../src/main/domain/ways-out.ts'
import { image, input } from './plan-images.ts'

const set = { actorId: 'ann', balanced: false, shortfalls: [], unfinished: false, unassessed: 0 }
const asked = { ...set, unplanned: false, unread: false, toSettle: '' }

test('a run says what it reached and what the others need, each actor once', () => {
  const photographs = { ...asked, shortfalls: [{ type: 'photorealistic', missing: 13 }] } as const
  const done = { ...asked, balanced: true }
  expect(reachedBy([done, done, ...Array.from({ length: 5 }, () => photographs)]).text).toBe(
    '2 of 7 balanced · 5 need photographs',
  )
  expect(reachedBy([done, asked, { ...photographs, unfinished: true }])).toEqual({
    balanced: 1,
    of: 3,
    needs: [
      { need: 'retry', actors: 1 },
      { need: 'review', actors: 1 },
    ],
    text: '1 of 3 balanced · 1 is not finished · 1 needs a review',
  })
})

test('actors that could not be planned are counted and named', () => {
  const failed = (actorId: string) => ({ ...asked, actorId, unplanned: true })
  expect(reachedBy([{ ...asked, balanced: true }, failed('bob')]).text).toBe(
    '1 of 2 balanced · 1 could not be planned (bob)',
  )
  expect(reachedBy(['a', 'b', 'c', 'd', 'e'].map(failed)).text).toBe(
    '0 of 5 balanced · 5 could not be planned (a, b, c and 2 more)',
  )
})

test('a set whose files are not read needs no review', () => {
  expect(reachedBy([{ ...asked, unread: true }]).text).toBe('0 of 1 balanced · 1 has only files that are not read')
})

test('what needs a review has a way to settle it, in words', () => {
  const left = { ...asked, toSettle: '1 unsure' }
  expect(reviewOf([left])).toEqual([
    { way: 'review', text: 'Review ann (1 unsure): keep each image, choose its style, or reject it.' },
  ])
  expect(reviewOf([left, { ...left, actorId: 'bob' }])[0]?.text).toBe(
    'Review ann, bob: keep each image, choose its style, or reject it.',
  )
  expect(reviewOf([asked, { ...left, balanced: true }, { ...left, unfinished: true }])).toEqual([])
})

test('a gap that cannot be closed here has three ways out, in words; no gap has none', () => {
  const shortfalls = [{ type: 'photorealistic', missing: 13, why: '' }] as const
  const given = { actorId: 'alice', shortfalls, generator: 'local', hasBase: true }
  expect(waysOut(given).map(({ way, text }) => [way, text])).toEqual([
    ['generator', 'Choose Replicate as the generator: it makes images from the base image.'],
    ['photographs', 'Add 13 photographs of alice.'],
    ['target', 'Choose another target: an illustrated character needs no photographs.'],
  ])
  expect(waysOut({ ...given, generator: 'replicate' }).map(({ way }) => way)).toEqual(['photographs', 'target'])
  expect(waysOut({ ...given, shortfalls: [] })).toEqual([])
  const drawings = { type: 'bw_stylized', missing: 1, why: '' } as const
  expect(waysOut({ ...given, shortfalls: [...shortfalls, drawings] }).map(({ text }) => text)).toEqual([
    'Choose Replicate as the generator: it makes images from the base image.',
    'Add 13 photographs and 1 illustration of alice.',
    'Choose another target: fewer images, or no photographs.',
  ])
  // Reading the hidden pictures needs no generator and no other photographs.
  expect(waysOut({ ...given, shortfalls: [{ type: 'photorealistic', missing: 13, why: PICTURES_HIDDEN }] })).toEqual([])
})

describe('a plan that was changed by hand', () => {
  const plan = makePlan(
    input([image('a_1.jpg', { entry: { classified_by: 'human', verdict: 'reject' } }), image('a_2.jpg')]),
  )
  const scan = {
    filenames: new Set(['a_1.jpg', 'a_2.jpg']),
    kept: new Set<string>(),
    target: plan.target,
    knowsPrompt: () => true,
  }
  const deleting = (...names: string[]) => ({
    ...plan,
    deletions: names.map((filename) => ({ filename, type: null, reason: 'blur' as const, detail: '' })),
  })

  test('is accepted with other images of the actor and other numbers to generate', () => {
    expect(problemOfEdit(plan, scan)).toBeNull()
    expect(problemOfEdit(deleting('a_2.jpg'), scan)).toBeNull()
    expect(problemOfEdit({ ...plan, generations: [...plan.generations, ...plan.generations] }, scan)).toBeNull()
  })

  test('is refused beyond what the last scan found', () => {
    expect(problemOfEdit(deleting('a_3.jpg'), scan)).toMatch(/deletions\.0\.filename names a_3\.jpg, which is no image/)
    expect(problemOfEdit(deleting('../a_1.jpg'), scan)).toMatch(/not a plain file name/)
    expect(problemOfEdit(deleting('a_1.jpg', 'a_1.jpg'), scan)).toMatch(/twice/)
    expect(problemOfEdit(deleting('a_1.jpg'), { ...scan, kept: new Set(['a_1.jpg']) })).toMatch(/which you keep/)
    expect(problemOfEdit({ ...plan, current: { ...plan.current, images: 900 } }, scan)).toMatch(/current\.images/)
    expect(problemOfEdit(plan, { ...scan, knowsPrompt: () => false })).toMatch(/generations\.0\.prompt_id/)
    // With a smaller target, more images could be deleted than are generated again.
    expect(problemOfEdit({ ...plan, target: { ...plan.target, photorealistic: 0 } }, scan)).toMatch(
      /target\.photorealistic is 0, and the target is/,
    )
  })
})

test('the command that plans again can be pasted', () => {
  expect(planAgainCommand({ root: '/data/my set', actorIds: ['ann', 'bob'], generator: 'replicate' })).toBe(
    "evencast plan '/data/my set' --generator replicate --actor-id ann bob",
  )
  const many = Array.from({ length: 21 }, (_, n) => `a${n}`)
  expect(planAgainCommand({ root: '/data', actorIds: many, generator: null })).toBe('evencast plan /data --all')
})

test.each([
  ['ENOSPC', 'The disk is full. Free up space and resume the run.'],
  ['SQLITE_FULL', 'The disk is full. Free up space and resume the run.'],
  ['EDQUOT', 'The disk quota is used up. Free up space and resume the run.'],
  ['EROFS', 'The disk is read-only. Make it writable and resume the run.'],
  ['SQLITE_READONLY_DIRECTORY', 'The disk is read-only. Make it writable and resume the run.'],
  ['SQLITE_IOERR_WRITE', 'The disk reports errors. Check it and resume the run.'],
])('%s has its sentence', (code, said) => {
  expect(diskFault(Object.assign(new Error('x'), { code }), 'resume the run')).toBe(said)
  expect(diskFault(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBeNull()
})

test('a model that rejects nearly everything is not obeyed; what pixels reject stays rejected', () => {
  const of = (key: 'identity_mismatch' | 'blur' | null): Assessment => ({
    evaluator: 'openai:m@1',
    guess: null,
    issues: key === null ? [] : [{ key, verdict: 'reject', detail: '' }],
    verdict: key === null ? 'keep' : 'reject',
    group: null,
    quality: 0.5,
  })
  const told = () => true
  const all = new Map([1, 2, 3, 4].map((n) => [n, of('identity_mismatch')]))
  expect([...overrule(all, told).values()].map(({ verdict, overruled }) => [verdict, overruled])).toEqual(
    Array.from({ length: 4 }, () => ['review', true]),
  )
  const some = new Map([of('identity_mismatch'), of(null), of(null), of(null)].entries())
  expect(overrule(some, told)).toBe(some)
  const blurred = new Map([1, 2, 3, 4].map((n) => [n, of('blur')]))
  expect(overrule(blurred, told)).toBe(blurred)
})
