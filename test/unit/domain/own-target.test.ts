import { describe, expect, test } from 'vitest'
import { readOwnTarget, writeOwnTarget } from '../../../src/main/domain/own-target.ts'
import { proposeTarget } from '../../../src/main/domain/propose-target.ts'
import { PRESET_SHARES, PRESETS, presetOf, targetCounts } from '../../../src/main/domain/target.ts'

describe('the target in an actor.json', () => {
  test.each([
    [
      { photorealistic: 13, bw_stylized: 4, color_stylized: 3 },
      { total: 20, shares: { photorealistic: 13, bw_stylized: 4, color_stylized: 3 } },
    ],
    [
      { photorealistic: 65, bw_stylized: 20, color_stylized: 15 },
      { shares: { photorealistic: 65, bw_stylized: 20, color_stylized: 15 } },
    ],
    [
      { photorealistic: 0.5, color_stylized: 0.5 },
      { shares: { photorealistic: 0.5, bw_stylized: 0, color_stylized: 0.5 } },
    ],
    [{ total: 30 }, { total: 30 }],
    [
      { total: 30, shares: { photorealistic: 1 } },
      { total: 30, shares: { photorealistic: 1, bw_stylized: 0, color_stylized: 0 } },
    ],
  ])('%j is understood', (raw, own) => {
    expect(readOwnTarget(raw)).toEqual({ ...own, problem: null })
  })

  test.each([
    ['many', /not an object/],
    [{ total: -3 }, /total is not a whole number/],
    [{ total: 2.5 }, /total is not a whole number/],
    [{ photorealistic: 'half' }, /no usable mix/],
    [{ photorealistic: 0 }, /no usable mix/],
    [{ photoreal: 4 }, /target\.photoreal is not known/],
    [{}, /neither a total nor a style/],
    [{ shares: [1] }, /shares is not an object/],
  ])('%j is not, and says why', (raw, why) => {
    expect(readOwnTarget(raw)?.problem).toMatch(why)
  })

  test('none is none, and what is written is read back', () => {
    expect([readOwnTarget(undefined), readOwnTarget(null)]).toEqual([null, null])
    const own = { total: 12, shares: { photorealistic: 6, bw_stylized: 6, color_stylized: 0 } }
    expect(readOwnTarget(writeOwnTarget(own))).toEqual({ ...own, problem: null })
  })
})

test('a mix is its preset whatever its scale, and presets come to whole images', () => {
  for (const preset of PRESETS) expect(presetOf(PRESET_SHARES[preset])).toBe(preset)
  expect(presetOf({ photorealistic: 13, bw_stylized: 4, color_stylized: 3 })).toBe('standard')
  expect(presetOf({ photorealistic: 1, bw_stylized: 1, color_stylized: 1 })).toBeNull()
  expect(targetCounts({ total: 20, shares: PRESET_SHARES.illustrated })).toEqual({
    photorealistic: 0,
    bw_stylized: 11,
    color_stylized: 9,
  })
})

test('an illustrated character is proposed when its images and its base image speak for it', () => {
  const set = (photorealistic: number, color_stylized: number, unassessed = 0) => ({
    counts: { photorealistic, bw_stylized: 0, color_stylized, unclassified: unassessed },
    unsure: { photorealistic: 0, bw_stylized: 0, color_stylized: 1 },
    unassessed,
  })
  expect(proposeTarget(set(0, 17), false)).toEqual({
    preset: 'illustrated',
    why: '18 of 18 images are illustrations, and so is the base image.',
  })
  expect(proposeTarget(set(1, 17), null)?.preset).toBe('illustrated')
  for (const [given, base] of [
    [set(0, 17), true],
    [set(8, 9), false],
    [set(0, 2), false],
    [set(0, 17, 1), false],
  ] as const)
    expect(proposeTarget(given, base)).toBeNull()
})
