import { expect, test } from 'vitest'
import { Settings } from '../../../../src/main/contract/settings.ts'
import { actorPlaces } from '../../../../src/main/library/layout.ts'
import { targetInForce, targetOf } from '../../../../src/main/operations/plan/target-of.ts'

const folder = (about: Readonly<Record<string, unknown>> | null) => ({
  ...actorPlaces('/library', 'ann', '/library/actors/ann', false),
  about,
})
const targetFor = (about: Readonly<Record<string, unknown>> | null, given: Partial<Settings> = {}) =>
  targetOf({ folders: new Map([['ann', folder(about)]]), settings: () => Settings.parse(given) }, 'ann')

test('an actor has the target of the settings unless actor.json gives one of its own, whole or in part', () => {
  expect(targetFor(null)).toEqual({ photorealistic: 13, bw_stylized: 4, color_stylized: 3 })
  expect(targetFor({ target: { total: 40 } })).toEqual({ photorealistic: 26, bw_stylized: 8, color_stylized: 6 })
  const all = { photorealistic: 1, bw_stylized: 0, color_stylized: 0 }
  expect(targetFor({ target: { total: 4 } }, { shares: all })).toEqual({ ...all, photorealistic: 4 })
  const shares = { photorealistic: 1, bw_stylized: 0, color_stylized: 1 }
  expect(targetFor({ target: { shares } })).toEqual({ photorealistic: 10, bw_stylized: 0, color_stylized: 10 })
})

test.each([{ target: 'many' }, { target: { total: -3 } }, { target: { total: 'x' } }, { subject: 'a cat' }])(
  'what makes no sense there (%j) leaves the settings in force',
  (about) => {
    expect(targetFor(about)).toEqual({ photorealistic: 13, bw_stylized: 4, color_stylized: 3 })
  },
)

test('an actor.json that is there and says nothing is a warning, not silence', () => {
  const broken = { ...folder(null), aboutProblem: 'it is not a JSON object' }
  const known = { folders: new Map([['ann', broken]]), settings: () => Settings.parse({}) }
  expect(targetInForce(known, 'ann')).toMatchObject({
    from: 'library',
    problem: "actor.json of ann: it is not a JSON object. The library's target is used until it is corrected.",
  })
})
